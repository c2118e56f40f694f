import { jsonText } from '../../report/json-text.js';
import { findConfigFile, mockSource } from '../../config/file-settings.js';
import { type MockFlags, mockOptions } from '../../config/mock-options.js';
import { flagSource, resolveSettings } from '../../config/sources.js';
import { UserError } from '../../shared/errors.js';
import { createMock, describeMock, faultId, faults, variantId, variants } from '../../mock/index.js';
import { didYouMean } from '../../shared/nearest.js';
import { visible } from '../../report/safe-text.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../exit-code.js';
import { onStopSignals } from '../signals.js';

/** Serves the embedded mock until the process is asked to stop. */
export async function mockCommand(flags: MockFlags, io: Io): Promise<ExitCode> {
  const file = await findConfigFile(flags, io.env, io.cwd);
  const sources = [flagSource(flags, io.env), ...(file === null ? [] : [mockSource(file, io.env, io.cwd)])];
  const { json, services, latencyMs, seed, ...given } = resolveSettings(mockOptions, sources).values;
  refuseUnknown(given.faults, faults, 'fault');
  refuseUnknown(given.variants, variants, 'variant');
  const options = {
    ...given,
    faults: given.faults.map(faultId),
    variants: given.variants.map(variantId),
    ...(services === null ? {} : { services }),
    ...(latencyMs === null ? {} : { latencyMs }),
    ...(seed === null ? {} : { seed }),
  };
  const server = await createMock(options).catch((error: unknown) => {
    throw cannotListen(error, given.host, given.port);
  });
  const stopped = new Promise<void>((resolve) => {
    onStopSignals({ first: () => resolve(), second: () => process.exit(130) });
  });
  if (!isLoopback(given.host)) {
    await io.stderr.write(
      `warning: --host ${visible(given.host)} is beyond loopback: ids, tokens and keys follow from the seed, so they are not secret\n`,
    );
  }
  const description = describeMock(server);
  await io.stdout.write(json ? jsonText(description) : renderMock(description));
  await stopped;
  await server.close();
  return 0;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Formats how to reach a mock and how to judge it, for people. Its credentials are made up, not secret. */
export function renderMock(description: ReturnType<typeof describeMock>): string {
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, portIds } = description;
  const { accessKey, secretKey } = description;
  const sibling = siblingServiceId === null ? '' : ` VPCEP_SIBLING_SERVICE_ID=${siblingServiceId}`;
  return [
    `Serving UpdateEndpointService at ${url}; Ctrl-C stops it.`,
    `  project   ${projectId}`,
    ...serviceIds.map((id) => `  service   ${id}`),
    ...(siblingServiceId === null ? [] : [`  sibling   ${siblingServiceId}`]),
    `  token     ${token}`,
    `  foreign   ${foreignToken}`,
    `  AK, SK    ${accessKey} ${secretKey}`,
    ...portIds.map((id) => `  port_id   ${id}`),
    'Judge it from another terminal:',
    `  export VPCEP_TARGET=${url} VPCEP_PROJECT_ID=${projectId} VPCEP_SERVICE_ID=${serviceIds.join(',')}${sibling}`,
    `  export VPCEP_TOKEN=${token} VPCEP_FOREIGN_TOKEN=${foreignToken} VPCEP_PORT_ID=${portIds.join(',')}`,
    `  export VPCEP_AK=${accessKey} VPCEP_SK=${secretKey}`,
    '  vpcep-contract run',
    '',
  ].join('\n');
}

function refuseUnknown(given: readonly string[], known: readonly { readonly id: string }[], what: string): void {
  const ids = known.map(({ id }) => id);
  for (const id of given) {
    if (!ids.includes(id)) {
      throw new UserError(
        `--${what} ${JSON.stringify(id)} is unknown${didYouMean(id, ids)}`,
        'See: vpcep-contract faults --list',
      );
    }
  }
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) return error;
  return new UserError(
    `the mock cannot listen on ${host}:${port} (${code})`,
    'Give another --port; 0 takes a free one.',
  );
}
