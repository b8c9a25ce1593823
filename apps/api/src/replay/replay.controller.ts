import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Planner } from '@iopath/usecases';
import { WireBody } from '../body/wire-body';
import { ResourceId } from '../paging/resource-id';
import { ReplayRequestDto, type ReplayDto } from './replay.dto';
import { fromReplay, toReplayBy } from './replay.mapper';
import { replayDocs } from './replay.docs';

@ApiTags('Recommendations')
@Controller('v1/recommendations')
export class ReplayController {
  constructor(private readonly planner: Planner) {}

  @Post(':id/::replay')
  @HttpCode(HttpStatus.OK)
  @replayDocs.replay
  async replay(
    @ResourceId('recommendation') id: string,
    @WireBody(ReplayRequestDto) body: ReplayRequestDto,
  ): Promise<ReplayDto> {
    return fromReplay(await this.planner.replay(id, toReplayBy(body)));
  }
}
