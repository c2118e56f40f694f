/** Wraps a function of an object so that it is called only once for each object while that is in use. */
export function oncePer<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, { readonly made: T }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.made;
    const made = make(key);
    known.set(key, { made });
    return made;
  };
}

/** Returns the value of a key; makes and keeps it if there is none yet. */
export function keptIn<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  if (!map.has(key)) map.set(key, make());
  return map.get(key) as T;
}
