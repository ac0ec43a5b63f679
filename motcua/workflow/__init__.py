"""How it proceeds: BPMN processes, their instances and tasks. Knows roles and ids, never answers or people."""
