export { createClient, type Client } from './client.js';
