// A camera in the place of a scanner that types: what it reads from a QR code goes into the field, and the form is sent.
// The button shows itself only where there is a camera to ask for; the field alone does the same.
import decodeQR from "qr/decode.js";

const WAIT = 120; // ms between two looks: an old machine must stay usable
const WIDTH = 1280; // the code of an identity card is dense: fewer pixels lose it
const utf8 = new TextDecoder();
const canvas = document.createElement("canvas");
const pencil = canvas.getContext("2d", { willReadFrequently: true });

for (const button of document.querySelectorAll("button[data-camera]")) {
  if (!navigator.mediaDevices) continue; // an insecure address, or none
  const field = document.getElementById(button.dataset.camera);
  const dialog = document.getElementById(`${field.id}-camera`);
  const video = dialog.querySelector("video");
  const trouble = dialog.querySelector("[role=alert]");
  let stream, timer;

  const stop = () => {
    clearTimeout(timer);
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = undefined;
    video.srcObject = null;
  };

  const look = () => {
    const read = video.videoWidth ? readFrom(video) : "";
    if (!read) {
      timer = setTimeout(look, WAIT);
      return;
    }
    field.value = read;
    dialog.close();
    field.form.requestSubmit();
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    dialog.showModal();
    try {
      const asked = { video: { facingMode: "environment", width: { ideal: WIDTH } } };
      stream = await navigator.mediaDevices.getUserMedia(asked);
    } catch {
      trouble.hidden = false;
      return;
    }
    if (!dialog.open) return stop(); // closed while the browser asked for leave
    video.srcObject = stream;
    await video.play();
    look();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    stop();
    button.focus();
  });
}

function readFrom(video) {
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  pencil.drawImage(video, 0, 0);
  try {
    // Cards say their text in UTF-8 without announcing it.
    return decodeQR(pencil.getImageData(0, 0, canvas.width, canvas.height), { textDecoder: (bytes) => utf8.decode(bytes) });
  } catch {
    return ""; // nothing to read in this picture
  }
}
