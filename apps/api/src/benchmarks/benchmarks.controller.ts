import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BenchmarkStore, BenchmarkTools, judgedSeries, SubmitBenchmark, WatchResiduals } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { callerIn } from '../access/asking';
import { WireBody } from '../body/wire-body';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { WireQuery } from '../wire/read-query';
import {
  type BenchmarkListDto,
  BenchmarkQuery,
  type BenchmarkSeriesDto,
  SubmitBenchmarkDto,
  type SubmittedBenchmarksDto,
} from './benchmark.dto';
import { fromSeries, toConditions } from './benchmark.mapper';
import { benchmarksDocs } from './benchmarks.docs';

@ApiTags('Benchmarks')
@Controller('v1/benchmarks')
export class BenchmarksController {
  constructor(
    private readonly submitBenchmark: SubmitBenchmark,
    private readonly watchResiduals: WatchResiduals,
    private readonly benchmarks: BenchmarkStore,
    private readonly tools: BenchmarkTools,
  ) {}

  /** The same results again change nothing, so this needs no idempotency key. */
  @Post()
  @HttpCode(HttpStatus.CREATED)
  @benchmarksDocs.submit
  async submit(
    @Req() request: FastifyRequest,
    @WireBody(SubmitBenchmarkDto) body: SubmitBenchmarkDto,
  ): Promise<SubmittedBenchmarksDto> {
    const series = await this.submitBenchmark.execute({
      conditions: toConditions(body.conditions),
      results: body.results,
      submittedBy: callerIn(request).caller?.userId ?? null,
    });
    await this.watchResiduals.execute(body.conditions.host_name);
    return { series: series.map(fromSeries) };
  }

  @Get()
  @benchmarksDocs.list
  async list(
    @Req() request: FastifyRequest,
    @WireQuery(BenchmarkQuery) query: BenchmarkQuery,
  ): Promise<BenchmarkListDto> {
    const filter = { hostName: query.host_name ?? null, origin: query.origin ?? null };
    const page = await this.benchmarks.list(filter, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    const series = page.items.map((one) => fromSeries(judgedSeries(one, this.tools)));
    return { series, links: pageLinks(request, page) };
  }

  @Get(':id')
  @benchmarksDocs.get
  async get(@ResourceId('benchmark') id: string): Promise<BenchmarkSeriesDto> {
    const series = await this.benchmarks.get(id);
    if (series === null) throw notFound('benchmark');
    return fromSeries(judgedSeries(series, this.tools));
  }
}
