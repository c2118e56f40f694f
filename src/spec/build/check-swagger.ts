import SwaggerParser from '@apidevtools/swagger-parser';

/** The problems that swagger-parser finds in the OpenAPI document at a path. Nothing outside the file is read. */
export async function checkSwagger(path: string): Promise<readonly string[]> {
  try {
    await SwaggerParser.validate(path, { resolve: { external: false } });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message.trim() : String(error)];
  }
}
