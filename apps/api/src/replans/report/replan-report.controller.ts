import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { compileHost, type HostState, type ReplanResult } from '@iopath/core';
import { REPORT_POLICY, reportPage } from '@iopath/report';
import { FleetReader, ReplanStore } from '@iopath/usecases';
import { notFound, ResourceId } from '../../paging/resource-id';
import { replanReportDocs } from './replan-report.docs';

/** A re-plan as a page for people. */
@ApiTags('Re-plans')
@Controller('v1/replans/:id/report')
export class ReplanReportController {
  constructor(
    private readonly replans: ReplanStore,
    private readonly fleet: FleetReader,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', REPORT_POLICY)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  @Header('cache-control', 'no-store')
  @replanReportDocs.get
  async get(@ResourceId('replan') id: string): Promise<string> {
    const replan = await this.replans.get(id);
    if (replan === null) throw notFound('replan');
    const { status, requestedAtMs, finishedAtMs, result } = replan;
    const { reason } = replan.request;
    const hosts = await this.hostsOf(result);
    return reportPage({ id, reason, status, requestedAtMs, plannedAtMs: finishedAtMs, result, hosts });
  }

  /** Hosts of a plan as they are at present; a question has none to show. */
  private async hostsOf(result: ReplanResult | null): Promise<readonly HostState[]> {
    if (result?.kind !== 'plan') return [];
    const names = new Set(result.steps.flatMap(({ fromHost, toHost }) => [fromHost, toHost]));
    return (await this.fleet.read([...names])).map(compileHost);
  }
}
