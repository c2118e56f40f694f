/** UpdateEndpointService as a first version in Express: routing, body parsing and error handling are the framework's own; zod validates. */
import express from 'express';
import { z } from 'zod';

const PROJECT = '6e9dfd51d1124e8d8498dce894923a0d';
const TOKEN = 'naive-token-0123456789';

const port = z.number().int().min(1).max(65535);
const Update = z.object({
  approval_enabled: z.boolean().optional(),
  service_name: z
    .string()
    .trim()
    .max(16)
    .regex(/^[\w-]*$/)
    .optional(),
  ports: z
    .array(
      z.object({ client_port: port.optional(), server_port: port.optional(), protocol: z.string().default('TCP') }),
    )
    .max(200)
    .optional(),
  port_id: z.uuid().optional(),
  vip_port_id: z.string().min(1).max(64).optional(),
  description: z
    .string()
    .max(128)
    .regex(/^[^<>]*$/)
    .optional(),
});

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
      created_at: new Date().toISOString(),
      updated_at: new Date().toISOString(),
      ports: [{ client_port: 8080, server_port: 90, protocol: 'TCP' }],
    },
  ]),
);

const app = express();
app.use(express.json());

app.use((request, response, next) => {
  const token = request.get('X-Auth-Token');
  if (!token) return response.status(403).json({ error: { code: 'EndPoint.0001', message: 'A token is needed' } });
  if (token !== TOKEN)
    return response.status(403).json({ error: { code: 'EndPoint.0001', message: 'The token is wrong' } });
  next();
});

const router = express.Router({ mergeParams: true });

router.param('id', (request, response, next, id) => {
  request.service = services.get(id);
  if (!request.service) return response.status(404).send('Not found');
  next();
});

router.get('/:id', (request, response) => {
  response.json(request.service);
});

router.put('/:id', (request, response) => {
  const update = Update.parse(request.body);
  for (const [name, value] of Object.entries(update)) {
    if (name !== 'vip_port_id' && value) request.service[name] = value;
  }
  request.service.updated_at = new Date().toISOString();
  response.json(request.service);
});

app.use(`/v1/${PROJECT}/vpc-endpoint-services`, router);

const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
