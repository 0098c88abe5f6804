// Unpacks the packaged Chromium and the libraries that it brings.
// Usage: node unpack.mjs FOLDER
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const packed = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@sparticuz/chromium/bin");
const folder = process.argv[2];
const draft = `${folder}.new`;

rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
writeFileSync(join(draft, "chromium.bin"), brotliDecompressSync(readFileSync(join(packed, "chromium.br"))));
chmodSync(join(draft, "chromium.bin"), 0o755);
for (const name of ["al2023", "swiftshader"]) {
  const archive = brotliDecompressSync(readFileSync(join(packed, `${name}.tar.br`)));
  execFileSync("tar", ["-x", "--no-same-owner", "-C", draft], { input: archive });
}
// Its libraries are for it alone: set for the whole run they would also reach Python.
writeFileSync(
  join(draft, "chromium"),
  `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/lib:$here" exec "$here/chromium.bin" "$@"
`,
);
chmodSync(join(draft, "chromium"), 0o755);
rmSync(folder, { recursive: true, force: true });
renameSync(draft, folder);
