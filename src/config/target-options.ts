import { anyText, file, many, none, one, secret, toggle } from './option.js';
import { parsePathId, parseUrl, parseUuid } from './values.js';

/**
 * Where the target is, and what may be used of it. The names are those of the configuration and its file; flags,
 * variables, help, the JSON Schema of the file and the errors for misspelt names all come from these tables.
 */
export const addressOptions = {
  url: one(
    {
      flag: '--url <url>',
      variable: 'VPCEP_TARGET',
      says: 'URL of the target: the part before /v1, including any base path',
    },
    anyText,
    parseUrl,
    none,
  ),
  projectId: one(
    { flag: '--project-id <id>', variable: 'VPCEP_PROJECT_ID', says: 'project of the services' },
    anyText,
    (given) => parsePathId(given, 'the id of a project'),
    none,
  ),
  serviceIds: many(
    { flag: '--service-id <id>', variable: 'VPCEP_SERVICE_ID', says: 'service that may be changed' },
    (given) => parsePathId(given, 'the id of a service'),
    { distinct: true },
  ),
  siblingServiceId: one(
    {
      flag: '--sibling-service-id <id>',
      variable: 'VPCEP_SIBLING_SERVICE_ID',
      says: "service that shares the first one's port_id; only read",
    },
    anyText,
    (given) => parsePathId(given, 'the id of a service'),
    none,
  ),
  token: secret({
    flag: '--token-env <name>',
    variable: 'VPCEP_TOKEN',
    says: 'the token',
  }),
  tokenCommand: one(
    {
      flag: '--token-command <command>',
      variable: 'VPCEP_TOKEN_COMMAND',
      says: 'command that prints the token; it is run again when the target refuses the token',
    },
    anyText,
    ({ text: command }) => command,
    none,
  ),
  accessKey: secret({
    flag: '--access-key-env <name>',
    variable: 'VPCEP_AK',
    says: 'the AK; signs all requests if there is no token, else only those that judge signatures',
  }),
  secretKey: secret({ flag: '--secret-key-env <name>', variable: 'VPCEP_SK', says: 'the SK that belongs to the AK' }),
  securityToken: secret({
    flag: '--security-token-env <name>',
    variable: 'VPCEP_SECURITY_TOKEN',
    says: 'the security token of a temporary AK and SK',
  }),
  foreignToken: secret({
    flag: '--foreign-token-env <name>',
    variable: 'VPCEP_FOREIGN_TOKEN',
    says: 'a token of another project',
  }),
  portIds: many(
    { flag: '--port-id <id>', variable: 'VPCEP_PORT_ID', says: 'id that the services may take as their port_id' },
    (given) => parseUuid(given, 'the id of a port'),
    { distinct: true },
  ),
};

/** How to reach the target. Files are named here, and read by `network.ts`. */
export const networkOptions = {
  ca: file({
    flag: '--ca <file>',
    variable: 'VPCEP_CA',
    says: 'CA certificates to trust instead of the default ones, in PEM',
  }),
  cert: file({ flag: '--cert <file>', variable: 'VPCEP_CERT', says: 'client certificate, in PEM' }),
  key: file({
    flag: '--key <file>',
    variable: 'VPCEP_KEY',
    says: 'private key of the client certificate, in PEM, without a passphrase',
  }),
  insecure: toggle({
    flag: '--insecure',
    says: 'accept any certificate of the target, with a warning: whoever is in between can read the token',
  }),
  proxy: one(
    {
      flag: '--proxy <url>',
      variable: 'VPCEP_PROXY',
      says: 'URL of an http or https proxy; a user and password in it are masked',
      byDefault: 'HTTPS_PROXY, HTTP_PROXY and NO_PROXY',
    },
    anyText,
    (given) => given,
    none,
  ),
};
