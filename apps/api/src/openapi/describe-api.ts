import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ApiModule, type ApiPorts } from '../api.module';
import { buildOpenApiDocument } from './openapi-document';

/** The OpenAPI document, without anything running: routes are described, and no port is ever called. */
export async function describeApi(): Promise<OpenAPIObject> {
  const nothing = { policy: { release: '2025.1' } } as unknown as ApiPorts;
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(nothing), new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  try {
    return buildOpenApiDocument(app);
  } finally {
    await app.close();
  }
}
