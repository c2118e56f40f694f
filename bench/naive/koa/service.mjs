/** UpdateEndpointService as a first version in Koa: routing, body parsing and error handling are the framework's own; Joi validates. */
import Router from '@koa/router';
import Joi from 'joi';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';

const PROJECT = '6e9dfd51d1124e8d8498dce894923a0d';
const TOKEN = 'naive-token-0123456789';

const port = Joi.number().integer().min(1).max(65535).required();
const schema = Joi.object({
  approval_enabled: Joi.boolean(),
  service_name: Joi.string()
    .max(16)
    .pattern(/^[A-Za-z0-9_-]+$/)
    .allow(''),
  ports: Joi.array()
    .items(Joi.object({ client_port: port, server_port: port, protocol: Joi.string().valid('TCP').insensitive() }))
    .max(200)
    .unique(),
  port_id: Joi.string().guid(),
  vip_port_id: Joi.string().max(64),
  description: Joi.string().max(128).allow('', null),
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
      created_at: new Date(),
      updated_at: new Date(),
      ports: [{ client_port: 8080, server_port: 90, protocol: 'TCP' }],
    },
  ]),
);

const app = new Koa();
app.silent = true;

app.use(bodyParser());

app.use(async (ctx, next) => {
  const token = ctx.get('X-Auth-Token');
  ctx.assert(token, 401, 'No token');
  ctx.assert(token === TOKEN, 401, 'Wrong token');
  await next();
});

const router = new Router({ prefix: '/v1/:project/vpc-endpoint-services' });

router.param('project', async (project, ctx, next) => {
  ctx.assert(project === PROJECT, 403, 'Another project');
  await next();
});

router.param('id', async (id, ctx, next) => {
  ctx.state.service = services.get(id);
  if (!ctx.state.service) {
    ctx.status = 404;
    ctx.body = { code: 'NOT_FOUND', message: `No service ${id}` };
    return;
  }
  await next();
});

router.get('/:id', (ctx) => {
  ctx.body = ctx.state.service;
});

router.put('/:id', async (ctx) => {
  const { vip_port_id, ...update } = await schema.validateAsync(ctx.request.body, { stripUnknown: true });
  Object.assign(ctx.state.service, update, { updated_at: new Date() });
  ctx.body = ctx.state.service;
});

app.use(router.routes()).use(router.allowedMethods());

const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
