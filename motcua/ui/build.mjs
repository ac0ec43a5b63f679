// Builds static/ui from theme/ and js/: `npm ci && npm run build` in this folder. Afterwards `python -m motcua.ui.manifest --write`.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
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
await cp(join(here, "js/enable.js"), join(out, "enable.js"));

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

const { version } = JSON.parse(await readFile(join(modules, "govuk-frontend/package.json"), "utf8"));
console.log(`GOV.UK Frontend ${version}: ${(css.css.length / 1024).toFixed(0)} kB of CSS`);
