import type { MockServer } from '../../src/mock/index.js';

/** A call through the vendor's SDK. */
export interface Call {
  readonly says: string;
  readonly operation: 'update' | 'read';
  readonly serviceId: string;
  /** Whether the faulty mock is called; default the conforming one. */
  readonly faulty?: boolean;
  readonly sk?: string;
  readonly ak?: string;
  readonly projectId?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** The expected outcome. Of a value, only the members named here are compared. */
  readonly expected: Outcome;
}

/** The outcome of a call: the value that the SDK returned, or the exception that it threw. */
export type Outcome =
  | { readonly status: number; readonly value: Readonly<Record<string, unknown>> }
  | {
      readonly exception: string;
      readonly status: number;
      readonly code: string;
      /** The message must contain it. */
      readonly message: string;
    };

/** Returns the calls in order: each builds on the updates before it. */
export function callsTo(mock: MockServer): Call[] {
  const [first = '', second = ''] = mock.serviceIds;
  const [portId = ''] = mock.portIds;
  const refused = (status: number, code: string, message: string): Outcome => ({
    exception: status < 500 ? 'ClientRequestException' : 'ServerResponseException',
    status,
    code,
    message,
  });
  const update = (says: string, body: Readonly<Record<string, unknown>>, expected: Outcome, more: Partial<Call> = {}) =>
    ({ says, operation: 'update', serviceId: first, body, expected, ...more }) satisfies Call;
  const updated = (
    says: string,
    body: Readonly<Record<string, unknown>>,
    value: Readonly<Record<string, unknown>> = body,
  ) => update(says, body, { status: 200, value });
  const read = (says: string, value: Readonly<Record<string, unknown>>, serviceId = first): Call => ({
    says,
    operation: 'read',
    serviceId,
    expected: { status: 200, value },
  });
  const tcp = (client_port: number, server_port: number) => ({ client_port, server_port, protocol: 'TCP' });
  const before = mock.snapshot(second);
  return [
    read('what there was', { id: first, service_name: 'service-1', project_id: mock.projectId, server_type: 'VM' }),
    updated(
      'another name',
      { service_name: 'Renamed_by-SDK16' },
      {
        id: first,
        project_id: mock.projectId,
        service_name: 'Renamed_by-SDK16',
        description: 'Service number 1',
        status: 'available',
        created_at: '2022-04-14T09:35:47Z',
      },
    ),
    updated('other ports', { ports: [tcp(1, 65_535), tcp(8_080, 90)] }),
    updated(
      'ports without a protocol',
      { ports: [{ client_port: 8_443, server_port: 443 }] },
      { ports: [tcp(8_443, 443)] },
    ),
    updated('no ports', { ports: [] }),
    updated('200 ports', { ports: Array.from({ length: 200 }, (_, n) => tcp(20_000 + n, 10_000 + n)) }),
    updated('a description in many scripts', { description: 'Übergang 终端节点服务 & "quotes" \\ /' }),
    updated('no description', { description: '' }),
    updated('approval asked for', { approval_enabled: true }),
    updated('approval no longer asked for', { approval_enabled: false }),
    updated('another port_id', { port_id: portId }),
    updated('a member that only later documents know', { tcp_proxy: 'open' }, { tcp_proxy: 'close' }),
    updated('nothing', {}, { service_name: 'Renamed_by-SDK16', description: '', approval_enabled: false }),
    updated('all at once', {
      approval_enabled: true,
      service_name: 'all',
      ports: [tcp(5, 6)],
      description: 'All of it',
    }),
    read('what is there now', {
      approval_enabled: true,
      service_name: 'all',
      ports: [tcp(5, 6)],
      description: 'All of it',
      port_id: portId,
      tags: [
        { key: 'environment', value: 'test' },
        { key: 'note', value: '' },
      ],
    }),
    read('the other service, which is as it was', { service_name: before.service_name, ports: before.ports }, second),
    update('a name that is too long', { service_name: 'x'.repeat(17) }, refused(400, 'EndPoint.3076', 'service_name')),
    update('port 0', { ports: [tcp(0, 1)] }, refused(400, 'EndPoint.3004', 'client_port')),
    update('the same mapping twice', { ports: [tcp(1, 2), tcp(1, 2)] }, refused(400, 'EndPoint.3004', 'ports')),
    update('a description with a tag', { description: '<b>' }, refused(400, 'EndPoint.0002', 'description')),
    update('an invalid port_id', { port_id: 'none' }, refused(400, 'EndPoint.3003', 'port_id')),
    update('a service that does not exist', {}, refused(404, 'EndPoint.0005', 'unavailable'), {
      serviceId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    }),
    update('another SK', {}, refused(401, 'EndPoint.0003', 'signature'), { sk: 'not-this-one' }),
    update('an AK that does not exist', {}, refused(401, 'EndPoint.0003', 'AK'), { ak: 'NOSUCHACCESSKEY00000' }),
    update('another project', {}, refused(403, 'EndPoint.0004', 'permissions'), { projectId: mock.foreignProjectId }),
    update('what breaks a faulty service', { ports: [tcp(1, 0)] }, refused(500, 'EndPoint.0001', 'server_port'), {
      faulty: true,
    }),
    read('what was refused and changed nothing', { service_name: 'all', description: 'All of it', ports: [tcp(5, 6)] }),
  ];
}
