// Builds static/ui from theme/ and js/: `npm ci && npm run build` in this folder. Afterwards `python -m motcua.ui.manifest --write`.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "static/ui");
const modules = join(here, "node_modules");

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });

const css = sass.compile(join(here, "theme/motcua.scss"), { loadPaths: [modules], style: "compressed", quietDeps: true });
await writeFile(join(out, "motcua.css"), css.css + "\n");

await esbuild.build({
  entryPoints: [join(here, "js/motcua.mjs")],
  outfile: join(out, "motcua.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2018"],
  legalComments: "none",
  nodePaths: [modules],
});
for (const name of ["enable.js", "suggest.js"]) await cp(join(here, "js", name), join(out, name));

for (const weight of [400, 600]) {
  for (const subset of ["latin", "latin-ext", "vietnamese"]) {
    const name = `be-vietnam-pro-${subset}-${weight}`;
    await cp(join(modules, `@fontsource/be-vietnam-pro/files/${name}-normal.woff2`), join(out, "fonts", `${name}.woff2`));
  }
  await cp(join(here, `theme/fonts/noto-sans-highlands-${weight}.woff2`), join(out, `fonts/noto-sans-highlands-${weight}.woff2`));
}
await cp(join(modules, "@fontsource/be-vietnam-pro/LICENSE"), join(out, "fonts/OFL-be-vietnam-pro.txt"));
await cp(join(here, "theme/fonts/OFL-noto-sans.txt"), join(out, "fonts/OFL-noto-sans.txt"));
await cp(join(here, "theme/images"), join(out, "images"), { recursive: true });
await cp(join(here, "theme/LICENSE-govuk-frontend.txt"), join(out, "LICENSE-govuk-frontend.txt"));

await camera();
await modeller();

const { version } = JSON.parse(await readFile(join(modules, "govuk-frontend/package.json"), "utf8"));
console.log(`GOV.UK Frontend ${version}: ${(css.css.length / 1024).toFixed(0)} kB of CSS`);

// The reader of QR codes is needed at the counter alone.
async function camera() {
  await esbuild.build({
    entryPoints: [join(here, "js/camera.mjs")],
    outfile: join(out, "camera.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020"],
    legalComments: "none",
    nodePaths: [modules],
  });
  await cp(join(modules, "qr/LICENSE-MIT"), join(out, "LICENSE-qr.txt"));
}

// The drawing of processes (bpmn-js) is large and needed on one page alone: a file of its own, with its licences beside it.
async function modeller() {
  const built = await esbuild.build({
    entryPoints: [join(here, "js/modeller/modeller.mjs")],
    outfile: join(out, "modeller.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020"],
    legalComments: "none",
    metafile: true,
    absWorkingDir: here,
    nodePaths: [modules],
  });
  const assets = join(modules, "bpmn-js/dist/assets");
  const parts = [join(assets, "diagram-js.css"), join(assets, "bpmn-js.css"), join(assets, "bpmn-font/css/bpmn-codes.css"), join(here, "js/modeller/modeller.css")];
  const sheets = await Promise.all(parts.map((part) => readFile(part, "utf8")));
  const packed = await esbuild.transform(sheets.join("\n").replaceAll('@charset "utf-8";', ""), { loader: "css", minify: true });
  await writeFile(join(out, "modeller.css"), packed.code);
  await cp(join(assets, "bpmn-font/font/bpmn.woff2"), join(out, "fonts/bpmn.woff2"));
  const names = new Set(["bpmn-font"]);
  for (const input of Object.keys(built.metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  const licences = [];
  for (const name of [...names].sort()) {
    const folder = name === "bpmn-font" ? join(assets, "bpmn-font") : join(modules, name);
    const files = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    licences.push(`${name}\n${"=".repeat(name.length)}\n\n${texts.join("\n").trim() || "SIL Open Font License 1.1, as the package bpmn-font says; https://openfontlicense.org"}\n`);
  }
  await writeFile(join(out, "LICENSES-modeller.txt"), licences.join("\n\n"));
}
