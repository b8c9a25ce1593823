import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { drawSvg, validationChart } from '@iopath/charts';
import { ValidateVersion } from '@iopath/usecases';
import { modelNotFound, ModelVersion } from '../models/model-version';
import { SvgPicture } from './chart-headers';
import { chartsDocs } from './charts.docs';
import { validationPicture } from './validation-picture';

/** A version of the performance model held against what was measured. */
@ApiTags('Models')
@Controller('v1/models')
export class ValidationChartController {
  constructor(private readonly validateVersion: ValidateVersion) {}

  @Get(':version/validation.svg')
  @SvgPicture()
  @chartsDocs.validation
  async validation(@ModelVersion() version: string): Promise<string> {
    const validation = await this.validateVersion.execute(version);
    if (validation === null) throw modelNotFound();
    return drawSvg(validationChart(validationPicture(version, validation)));
  }
}
