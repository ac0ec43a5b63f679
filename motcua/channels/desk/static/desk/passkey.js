// Fills a form with what a passkey answers (WebAuthn). The form shows itself only where the browser knows passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (listed) => (listed || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function made(options) {
  const { id, rawId, type, response } = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: ids(options.excludeCredentials),
    },
  });
  const { clientDataJSON, attestationObject } = response;
  return { id, rawId: text(rawId), type, response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) } };
}

async function proven(options) {
  const { id, rawId, type, response } = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: ids(options.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const trouble = form.querySelector("[role=alert]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const answer = await (form.dataset.passkey === "create" ? made(options) : proven(options));
      form.elements.answer.value = JSON.stringify(answer);
    } catch {
      trouble.hidden = false; // turned down, or no such key here: the code does the same
      return;
    }
    form.submit();
  });
}
