import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Planner } from '@iopath/usecases';
import { WireQuery } from '../../wire/read-query';
import { ModelVersion } from '../model-version';
import { DEFAULT_DECISIONS, type ShadowReportDto, ShadowReportQuery } from './shadow-report.dto';
import { fromShadowReport } from './shadow-report.mapper';
import { shadowReportDocs } from './shadow-report.docs';

@ApiTags('Models')
@Controller('v1/models')
export class ShadowReportController {
  constructor(private readonly planner: Planner) {}

  @Get(':version/shadow-report')
  @shadowReportDocs.report
  async report(
    @ModelVersion() version: string,
    @WireQuery(ShadowReportQuery) query: ShadowReportQuery,
  ): Promise<ShadowReportDto> {
    return fromShadowReport(version, await this.planner.shadowReport(version, query.decisions ?? DEFAULT_DECISIONS));
  }
}
