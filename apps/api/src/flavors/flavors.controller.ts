import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { consolidateFlavors, lintFlavor } from '@iopath/core';
import { WireBody } from '../body/wire-body';
import { ProblemError } from '../problem/problem';
import { ConsolidateRequestDto, type ConsolidationDto } from './consolidate.dto';
import { flavorsDocs } from './flavors.docs';
import {
  flavorsInUseFaults,
  fromConsolidation,
  fromFinding,
  toFlavorInUse,
  toLintSubject,
  toScope,
} from './flavors.mapper';
import { LintRequestDto, type LintAnswerDto } from './lint.dto';
import { TargetRelease } from './target-release';

/** Pure questions: nothing is read and nothing is stored, so the same question has the same answer without any key. */
@ApiTags('Flavors')
@Controller('v1')
export class FlavorsController {
  constructor(private readonly target: TargetRelease) {}

  @Post('flavors::lint')
  @HttpCode(HttpStatus.OK)
  @flavorsDocs.lint
  lint(@WireBody(LintRequestDto) body: LintRequestDto): LintAnswerDto {
    const subject = toLintSubject(body, this.target.release);
    return { release: subject.release, findings: lintFlavor(subject).map(fromFinding) };
  }

  /** @throws ProblemError 422 `request.invalid` on names given twice and on needs larger than their flavor. */
  @Post('flavors::consolidate')
  @HttpCode(HttpStatus.OK)
  @flavorsDocs.consolidate
  consolidate(@WireBody(ConsolidateRequestDto) body: ConsolidateRequestDto): ConsolidationDto {
    const flavors = body.flavors.map(toFlavorInUse);
    const faults = flavorsInUseFaults(flavors);
    if (faults.length > 0)
      throw new ProblemError(422, 'request.invalid', 'The flavors have faults; see errors.', faults);
    const scope = toScope(body, this.target.release);
    return fromConsolidation(consolidateFlavors(flavors, scope), scope.release);
  }
}
