import type { ConfigPath, Loaded } from './loaders.js';

/** Returns a place in a file as messages name it: `targets.local.seed in vpcep.config.yaml:7`. */
export function placeIn({ lineOf }: Pick<Loaded, 'lineOf'>, name: string, place: ConfigPath): string {
  const line = lineOf(place);
  return `${place.join('.')} in ${name}${line === null ? '' : `:${line}`}`;
}
