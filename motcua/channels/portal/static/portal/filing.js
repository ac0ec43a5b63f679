// Makes filing quicker: saves while one types, sends files in pieces. Every page works without it.

const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

// Saving the draft

function autosave(form) {
  let timer = 0;
  let current = Promise.resolve();
  let waiting = 0;

  async function save(reloads) {
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Autosave": "1" },
      });
      if (answer.redirected) {
        say(form, "left");
        return;
      }
      const kept = await answer.json();
      if (answer.ok) {
        form.elements.revision.value = kept.revision;
        say(form, "text");
        // Another answer asks other questions: draw the page anew, as the server would.
        if (reloads && kept.asks_more) await redraw(form);
      } else {
        say(form, "failed", kept.message);
      }
    } catch {
      say(form, "failed");
    }
  }

  // One after the other: each carries the revision that the one before it gave.
  function soon(delay, reloads) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      waiting += 1;
      current = current.then(() => save(reloads)).finally(() => {
        waiting -= 1;
      });
    }, delay);
  }

  form.addEventListener("input", () => soon(1500, false));
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") return;
    const chosen = event.target.matches("input[type=radio], input[type=checkbox], select");
    soon(chosen ? 0 : 300, chosen);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (waiting === 0) return;
    // What is on its way must arrive first, or this would look like a second window.
    event.preventDefault();
    const { submitter } = event;
    current.then(() => setTimeout(() => form.requestSubmit(submitter && form.contains(submitter) ? submitter : undefined)));
  });
}

function say(form, name, words) {
  const status = form.querySelector("[data-saved]");
  status.textContent = words || status.dataset[name];
}

async function redraw(form) {
  const focused = document.activeElement && document.activeElement.id;
  const text = await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-draft]");
  if (!fresh) return;
  const status = form.querySelector("[data-saved]").textContent;
  form.replaceChildren(...fresh.childNodes);
  form.querySelector("[data-saved]").textContent = status;
  const back = focused && document.getElementById(focused);
  if (back) back.focus({ preventScroll: true });
}

// Photographs: turned upright and shrunk before they travel

const LONGEST = 2400;

async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 900000 || !window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // the server reads what the browser cannot
  }
}

// Sending in pieces: a lost line is tried again and goes on where it broke

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Told extends Error {}

async function ask(form, address, options) {
  const answer = await fetch(address, { method: "POST", ...options, headers: { "X-CSRFToken": token(form), ...options.headers } });
  // Signed out meanwhile (a shared computer, a long pause): the answer is the sign-in page, and waiting helps nothing.
  if (answer.redirected) throw new Told(form.dataset.left);
  if (answer.ok) return answer;
  const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
  const told = new Told(said.message || form.dataset.failed);
  told.received = said.received;
  throw told;
}

async function send(form, paper, file, say) {
  const begun = await (await ask(form, form.dataset.begin, { body: new URLSearchParams({ paper, name: file.name, size: file.size }) })).json();
  const address = `${form.dataset.begin}/${begun.id}`;
  let received = 0;
  let tries = 0;
  while (received < file.size) {
    try {
      const piece = file.slice(received, received + begun.piece);
      const kept = await ask(form, address, { body: piece, headers: { "Upload-Offset": received, "Content-Type": "application/octet-stream" } });
      received = (await kept.json()).received;
      tries = 0;
      say(form.dataset.sending, received / file.size);
    } catch (problem) {
      if (problem instanceof Told && problem.received !== undefined) {
        received = problem.received;
      } else if (problem instanceof Told || ++tries > 8) {
        throw problem;
      } else {
        say(form.dataset.waiting, received / file.size);
        await pause(Math.min(1000 * 2 ** tries, 15000));
      }
    }
  }
  say(form.dataset.checking, 1);
  return (await ask(form, `${address}/xong`, { body: new URLSearchParams({ paper }) })).text();
}

function uploads(form) {
  form.querySelectorAll("[data-no-script]").forEach((button) => button.remove());
  for (const section of form.querySelectorAll("[data-paper]")) {
    const box = section.querySelector("input[type=file]");
    const list = section.querySelector("[data-files]");
    const progress = section.querySelector("[data-progress]");

    async function one(file) {
      const row = document.createElement("p");
      row.className = "govuk-body-s";
      const text = document.createElement("span");
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", file.name);
      row.append(text, " ", bar);
      progress.append(row);
      const say = (words, share) => {
        text.textContent = `${words}: ${file.name}`;
        bar.value = share;
      };
      try {
        say(form.dataset.sending, 0);
        list.innerHTML = await send(form, section.dataset.paper, await shrunk(file), say);
        row.remove();
      } catch (problem) {
        bar.remove();
        const words = problem instanceof Told ? problem.message : form.dataset.failed;
        text.textContent = words.includes(file.name) ? words : `${file.name}: ${words}`;
        row.classList.add("govuk-error-message");
        if (!(problem instanceof Told)) {
          const retry = document.createElement("button");
          retry.type = "button";
          retry.className = "govuk-button govuk-button--secondary";
          retry.textContent = form.dataset.failed;
          retry.addEventListener("click", () => {
            row.remove();
            one(file);
          });
          text.textContent = file.name;
          row.append(retry);
        }
      }
    }

    async function all(files) {
      for (const file of files) await one(file);
    }

    box.addEventListener("change", () => {
      const files = [...box.files];
      if (!files.length) return;
      box.value = "";
      // The component shows what is chosen; it is sent now, so nothing is.
      box.dispatchEvent(new Event("change", { bubbles: true }));
      all(files);
    });
    if (matchMedia("(pointer: coarse)").matches) {
      const camera = document.createElement("input");
      camera.type = "file";
      camera.accept = "image/*";
      camera.setAttribute("capture", "environment");
      camera.hidden = true;
      camera.addEventListener("change", () => {
        const files = [...camera.files];
        camera.value = "";
        all(files);
      });
      const button = document.createElement("button");
      button.type = "button";
      button.className = "govuk-button govuk-button--secondary";
      button.textContent = form.dataset.camera;
      button.addEventListener("click", () => camera.click());
      section.append(button, camera);
    }
  }
}

document.querySelectorAll("form[data-draft]").forEach(autosave);
document.querySelectorAll("form[data-papers]").forEach(uploads);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
