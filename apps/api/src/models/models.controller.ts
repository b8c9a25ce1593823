import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ChooseModel, ModelStore } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { WireQuery } from '../wire/read-query';
import { modelAuthor } from './model-author';
import type { ModelDto, ModelListDto, ModelSummaryDto } from './model.dto';
import { fromStoredModel, SHIPPED_VERSION, shippedModel, withParameters } from './model.mapper';
import { modelNotFound, ModelVersion } from './model-version';
import { modelsDocs } from './models.docs';

@ApiTags('Models')
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly models: ModelStore,
    private readonly chooseModel: ChooseModel,
  ) {}

  @Get()
  @modelsDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(PageQuery) query: PageQuery): Promise<ModelListDto> {
    const page = await this.models.list(query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    const active = await this.models.active();
    return {
      active_version: active?.version ?? SHIPPED_VERSION,
      shipped: shippedModel(active),
      models: page.items.map(fromStoredModel),
      links: pageLinks(request, page),
    };
  }

  @Get(':version')
  @modelsDocs.get
  async get(@ModelVersion() version: string): Promise<ModelDto> {
    if (version === SHIPPED_VERSION) {
      const summary = await this.summary(version);
      return withParameters(summary, null, await this.models.history({ version: null }));
    }
    const model = await this.models.get(version);
    if (model === null) throw modelNotFound();
    return withParameters(fromStoredModel(model), model, await this.models.history({ version }));
  }

  @Post(':version/::promote')
  @HttpCode(HttpStatus.OK)
  @modelsDocs.promote
  async promote(@Req() request: FastifyRequest, @ModelVersion() version: string): Promise<ModelSummaryDto> {
    await this.chooseModel.promote(version, modelAuthor(request));
    return this.summary(version);
  }

  @Post(':version/::rollback')
  @HttpCode(HttpStatus.OK)
  @modelsDocs.rollback
  async rollback(@Req() request: FastifyRequest, @ModelVersion() version: string): Promise<ModelSummaryDto> {
    return this.summary(await this.chooseModel.rollback(version, modelAuthor(request)));
  }

  private async summary(version: string): Promise<ModelSummaryDto> {
    if (version === SHIPPED_VERSION) return shippedModel(await this.models.active());
    const model = await this.models.get(version);
    if (model === null) throw modelNotFound();
    return fromStoredModel(model);
  }
}
