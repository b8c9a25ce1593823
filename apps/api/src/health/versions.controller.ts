import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { baseUrl } from '../paging/page';
import { versionsDocs } from './health.docs';
import type { VersionDto, VersionsDto } from './versions.dto';

/** Version discovery, the way OpenStack's clients do it. */
@ApiTags('Service')
@Controller()
export class VersionsController {
  @Get()
  @versionsDocs.list
  list(@Req() request: FastifyRequest): VersionsDto {
    return { versions: [versionOf(request)] };
  }

  @Get('v1')
  @versionsDocs.get
  get(@Req() request: FastifyRequest): { version: VersionDto } {
    return { version: versionOf(request) };
  }
}

function versionOf(request: FastifyRequest): VersionDto {
  const base = baseUrl(request);
  return {
    id: 'v1.0',
    status: 'CURRENT',
    min_version: '1.0',
    max_version: '1.0',
    updated: '2026-11-21T00:00:00Z',
    links: [
      { rel: 'self', href: `${base}/v1/` },
      { rel: 'describedby', href: `${base}/openapi.json` },
    ],
  };
}
