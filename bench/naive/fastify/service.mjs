/** UpdateEndpointService as a first version in Fastify: validation, routing and error handling are the framework's own. */
import fastify from 'fastify';

const PROJECT = '6e9dfd51d1124e8d8498dce894923a0d';
const TOKEN = 'naive-token-0123456789';

const port = { type: 'integer', minimum: 1, maximum: 65535 };
const body = {
  type: 'object',
  properties: {
    approval_enabled: { type: 'boolean' },
    service_name: { type: 'string', maxLength: 16, pattern: '^[A-Za-z0-9_-]*$' },
    ports: {
      type: 'array',
      maxItems: 200,
      uniqueItems: true,
      items: {
        type: 'object',
        properties: {
          client_port: port,
          server_port: port,
          protocol: { type: 'string', enum: ['TCP'], default: 'TCP' },
        },
      },
    },
    port_id: { type: 'string', format: 'uuid' },
    vip_port_id: { type: 'string', minLength: 1, maxLength: 64 },
    description: { type: 'string', pattern: '^[^<>]*$' },
  },
};

const services = new Map(
  [3, 4].map((n) => [
    `4189d3c2-8882-4871-a3c2-d380272eed8${n}`,
    {
      id: `4189d3c2-8882-4871-a3c2-d380272eed8${n}`,
      port_id: `4189d3c2-8882-4871-a3c2-d380272eee8${n}`,
      vpc_id: '4189d3c2-8882-4871-a3c2-d380272eef80',
      pool_id: '5289d3c2-8882-4871-a3c2-d380272eed80',
      status: 'available',
      approval_enabled: true,
      service_name: 'naive',
      service_type: 'interface',
      server_type: 'VM',
      project_id: PROJECT,
      created_at: new Date(),
      updated_at: new Date(),
      ports: [{ client_port: 8080, server_port: 90, protocol: 'TCP' }],
    },
  ]),
);

const app = fastify();

app.addHook('onRequest', async (request, reply) => {
  if (request.headers['x-auth-token'] !== TOKEN) return reply.code(401).send({ message: 'The token is not valid' });
});

app.addHook('preHandler', async (request, reply) => {
  if (request.params.project_id !== PROJECT) return reply.code(403).send({ message: 'The project is not yours' });
});

const path = '/v1/:project_id/vpc-endpoint-services/:vpc_endpoint_service_id';

app.get(path, async (request, reply) => {
  const service = services.get(request.params.vpc_endpoint_service_id);
  return service ?? reply.code(404).send({ message: 'There is no such endpoint service' });
});

app.put(path, { schema: { body } }, async (request, reply) => {
  const service = services.get(request.params.vpc_endpoint_service_id);
  if (service === undefined) return reply.code(404).send({ message: 'There is no such endpoint service' });
  const { vip_port_id: _, ...changes } = request.body;
  return Object.assign(service, changes, { updated_at: new Date() });
});

console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
