import { readFileSync } from 'node:fs';

/** Returns the version in the package's own package.json, above the sources and the build alike. */
export function packageVersion(): string {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const version = versionIn(new URL('package.json', folder));
    if (version !== null) return version;
    if (new URL('..', folder).href === folder.href) return 'unknown';
  }
}

function versionIn(file: URL): string | null {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown; version?: unknown };
    return name === 'vpcep-contract' && typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
