import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApplyDrift, type Cause, DriftStore } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { WireBody } from '../body/wire-body';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { ProblemError } from '../problem/problem';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import {
  ApplyDriftDto,
  type DriftAppliedDto,
  type DriftListDto,
  DriftQuery,
  fromApplied,
  fromFinding,
} from './drift.dto';
import { driftDocs } from './drift.docs';

@ApiTags('Drift')
@Controller('v1')
export class DriftController {
  constructor(
    private readonly drift: DriftStore,
    private readonly applyDrift: ApplyDrift,
  ) {}

  @Get('drift')
  @driftDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(DriftQuery) query: DriftQuery): Promise<DriftListDto> {
    const { host_name: hostName = null, severity = null, code = null, marker = null } = query;
    const page = await this.drift.list({ hostName, severity, code }, query.limit ?? DEFAULT_LIMIT, marker);
    return { findings: page.items.map(fromFinding), links: pageLinks(request, page) };
  }

  @Post('drift::apply')
  @HttpCode(HttpStatus.OK)
  @driftDocs.apply
  async apply(
    @WireBody(ApplyDriftDto) { ids, all, dry_run: isDryRun = true }: ApplyDriftDto,
    @CausedBy('apply drift') cause: Cause,
  ): Promise<DriftAppliedDto> {
    if ((ids === undefined) === (all !== true)) throw eitherOr();
    const results = await this.applyDrift.execute(ids === undefined ? null : [...new Set(ids)], isDryRun, cause);
    return { dry_run: isDryRun, results: results.map(fromApplied) };
  }
}

function eitherOr(): ProblemError {
  const message = 'needs either `ids`, or `all` as true';
  const fault = { pointer: '', code: 'request.invalid', message };
  return new ProblemError(422, 'request.invalid', 'Which findings are meant is not clear; see errors.', [fault]);
}
