// Bundles each .js and .css directly in the assets folder, with what it imports, into static/built.
// Usage: node tools/build_assets.mjs
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const assets = join(root, "src/tongban/faces/common/assets");
const built = join(root, "src/tongban/faces/common/static/built");
const draft = `${built}.new`;

const entryPoints = existsSync(assets)
  ? readdirSync(assets).filter((name) => [".js", ".css"].includes(extname(name))).map((name) => join(assets, name))
  : [];

rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
if (entryPoints.length > 0) {
  await build({
    entryPoints,
    outdir: draft,
    bundle: true,
    minify: true,
    format: "iife",
    // The browsers that county offices and villagers have: no newer syntax goes out.
    target: ["es2020", "chrome80", "firefox78", "safari14"],
    legalComments: "linked",
    loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
    nodePaths: [join(root, "node_modules")],
    logLevel: "warning",
  });
}
// A reader never sees a half-built folder.
rmSync(built, { recursive: true, force: true });
mkdirSync(dirname(built), { recursive: true });
renameSync(draft, built);
