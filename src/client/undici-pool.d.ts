/** The part of undici that is used: the whole of it takes fifty milliseconds and nine megabytes more to load. */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
