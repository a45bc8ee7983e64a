// Builds ../pdf.js and LICENSES.txt from fill.js and what package-lock.json names:
//   npm ci && npm run build        (then delete node_modules; tests/sprint/test_bundle.py does the same elsewhere)
import { build } from "esbuild";
import { readFileSync, writeFileSync, readdirSync, existsSync } from "node:fs";

const made = await build({
  entryPoints: ["fill.js"], outfile: "../pdf.js", bundle: true, minify: true, format: "iife", target: "es2022",
  charset: "utf8", legalComments: "none", metafile: true, logLevel: "warning",
});

// The packages that are really in it, each with its licence.
const names = new Set();
for (const path of Object.keys(made.metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found) names.add(found[1]);
}
const parts = [...names].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (!file || !existsSync(`${folder}/${file}`)) throw new Error(`${name} has no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").replaceAll("\r\n", "\n").trim()}\n`;
});
writeFileSync("LICENSES.txt", `What ../pdf.js is made of, beside our own fill.js:\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`);
