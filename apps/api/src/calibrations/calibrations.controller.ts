import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalibrateModel, ModelStore } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { WireBody } from '../body/wire-body';
import { modelAuthor } from '../models/model-author';
import { modelNotFound, ModelVersion } from '../models/model-version';
import { type CalibrationDto, CreateCalibrationDto } from './calibration.dto';
import { fromCalibration, toCalibrationDraft } from './calibration.mapper';
import { calibrationsDocs } from './calibrations.docs';

@ApiTags('Models')
@Controller('v1/calibrations')
export class CalibrationsController {
  constructor(
    private readonly calibrateModel: CalibrateModel,
    private readonly models: ModelStore,
  ) {}

  @Post()
  @HttpCode(HttpStatus.CREATED)
  @calibrationsDocs.create
  async create(
    @Req() request: FastifyRequest,
    @WireBody(CreateCalibrationDto) body: CreateCalibrationDto,
  ): Promise<CalibrationDto> {
    return fromCalibration(await this.calibrateModel.execute(toCalibrationDraft(body), modelAuthor(request)));
  }

  @Get(':version')
  @calibrationsDocs.get
  async get(@ModelVersion() version: string): Promise<CalibrationDto> {
    const model = await this.models.get(version);
    if (model === null) throw modelNotFound();
    return fromCalibration(model);
  }
}
