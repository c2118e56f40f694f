import SwaggerParser from '@apidevtools/swagger-parser';

/** What swagger-parser finds wrong with an OpenAPI document, by its path. Nothing outside the file is read. */
export async function checkSwagger(path: string): Promise<readonly string[]> {
  try {
    await SwaggerParser.validate(path, { resolve: { external: false } });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message.trim() : String(error)];
  }
}
