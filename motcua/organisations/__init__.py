"""Where: administrative units with their successors, agencies, one-stop units and posts, all dated."""
