#!/bin/sh
# Compile the look: node is needed here and nowhere else. Run from anywhere.
set -eu
src=$(cd "$(dirname "$0")" && pwd)
static=$(dirname "$src")
work="$static/../../.tools/frontend"
mkdir -p "$work"
cp "$src/package.json" "$work/"
(cd "$work" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --silent)
modules="$work/node_modules"

"$work/node_modules/.bin/sass" --load-path="$modules" --no-source-map --style=compressed --quiet-deps \
  "$src/main.scss" "$static/css/main.css"
(cd "$src" && sha256sum ./*.scss package.json > BUILT_FROM)

vendor="$static/vendor/govuk-frontend"
mkdir -p "$vendor"
# The bundle names a source map that is not shipped: drop the line, so that no browser asks for it.
grep -v '^//# sourceMappingURL' "$modules/govuk-frontend/dist/govuk/govuk-frontend.min.js" \
  > "$vendor/govuk-frontend.min.js"
(cd "$vendor" && sha256sum LICENSE.txt govuk-frontend.min.js > SHA256SUMS)

fonts="$static/fonts"
for weight in 400 600 700; do
  for subset in latin vietnamese; do
    cp "$modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-$subset-$weight-normal.woff2" "$fonts/"
  done
done
cp "$modules/@fontsource/be-vietnam-pro/LICENSE" "$fonts/OFL.txt"
(cd "$fonts" && sha256sum OFL.txt ./*.woff2 > SHA256SUMS)
