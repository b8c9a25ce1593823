import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Planner } from '@iopath/usecases';
import { HostName } from '../hosts/host-name';
import type { MigratabilityDto } from './migratability.dto';
import { migratabilityDocs } from './migratability.docs';
import { fromJudgedHost } from './migratability.mapper';

@ApiTags('Hosts')
@Controller('v1/hosts/:host_name/migratability')
export class MigratabilityController {
  constructor(private readonly planner: Planner) {}

  @Get()
  @migratabilityDocs.ofHost
  async ofHost(@HostName() hostName: string): Promise<MigratabilityDto> {
    return fromJudgedHost(await this.planner.migratability(hostName));
  }
}
