import { flagName, type OptionTable } from '../config/option.js';

/** Ends the help of the program. */
export const EXAMPLES = `
Examples:
  Judge the embedded mock
    $ vpcep-contract run
  Judge a staging system; the token comes from the environment, never from a flag
    $ export VPCEP_TOKEN=...
    $ vpcep-contract run --url https://vpcep.staging.example.com --project-id 6e9dfd51d1124e8d8498dce894923a0d \\
        --service-id 4189d3c2-8882-4871-a3c2-d380272eed88
  Judge one chapter, with the seed of an earlier run
    $ vpcep-contract run --only port-list --seed 42
  See what a requirement says, and send a failing case again
    $ vpcep-contract explain effect/atomic
    $ vpcep-contract replay reports/latest effect/atomic#0
  Serve the mock with a fault, to test your own suite
    $ vpcep-contract faults --list
    $ vpcep-contract mock --port 8080 --fault <id>

Exit codes: 0 conformant, 1 not conformant, 2 could not judge or bad usage, 130 interrupted.
`;

/** Ends the help of `run`: the variables that set options. */
export function variablesHelp(table: OptionTable): string {
  const lines = Object.values(table).flatMap((option) => {
    const { variable, takes, says } = option;
    if (variable === null) return [];
    const meaning = takes === 'secret' ? says : (flagName(option) ?? says);
    return [`  ${variable.padEnd(26)}${meaning}${takes === 'many' ? ', separated by commas' : ''}`];
  });
  return `
Variables (flags win; an empty one counts as absent):
${lines.join('\n')}
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY  the proxy, unless --proxy is given
  NO_COLOR                  no colours, whatever its value

Only the services that you name are changed, and they are put back at the end. DELETE is never sent.
`;
}
