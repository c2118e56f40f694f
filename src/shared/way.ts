/** How requests reach a target through a proxy. */
export interface ProxyRoute {
  /** `host:port` of the proxy. */
  readonly proxy: string;
  /** Whether the connection to it uses TLS. Default false. */
  readonly secure?: true;
  /**
   * The status with which the proxy refuses CONNECT to an http target, so that it is sent the requests in absolute form
   * and forwards them (RFC 9112, 3.2.2); null if it opens tunnels.
   */
  readonly refused: number | null;
}

/** Whether requests go to a forwarding proxy, which may rewrite and answer them. */
export function isForwarded(way: ProxyRoute | null): boolean {
  return way !== null && way.refused !== null;
}

/** Why a requirement is not exercised through a forwarding proxy; a longer reason begins with it. */
export const NEEDS_TUNNEL =
  'it needs a tunnel to the target: the proxy forwards requests, and may rewrite or answer what this judges';
