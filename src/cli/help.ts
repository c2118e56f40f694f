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

/** Ends the help of `run`. */
export const RUN_NOTES = `
Flags win over variables (env), variables over the configuration file. An empty
variable counts as absent. NO_COLOR turns colours off.

Only the services that you name are changed, and they are put back at the end.
DELETE is never sent.
`;

/** Ends the help of `diff`. */
export const PAIR_NOTES = `
An option of a target that is given once applies to both; given twice, first to
A, then to B. Values of --service-id and --port-id are separated by commas. With
one --url, B is the embedded mock.
`;
