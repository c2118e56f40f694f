/** The members of a service that the request can set and the reply shows (Tables 3 and 5). */
export const storedMembers = ['approval_enabled', 'service_name', 'ports', 'port_id', 'description'] as const;
export type StoredMember = (typeof storedMembers)[number];

/** The members of a service that no update changes (Table 5). */
export const constantMembers = [
  'vpc_id',
  'pool_id',
  'server_type',
  'service_type',
  'cidr_type',
  'tcp_proxy',
  'tags',
] as const;
