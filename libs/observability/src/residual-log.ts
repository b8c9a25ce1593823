import { LARGEST_RESIDUAL } from '@iopath/core';
import type { ResidualObserver } from '@iopath/usecases';
import type { AdvisorMetrics } from './advisor-metrics';
import type { Logger } from './logger';

/** Tells how far measurements lie from predictions: as a metric, and as a warning when it is too far. */
export class ResidualLog implements ResidualObserver {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: AdvisorMetrics,
  ) {}

  residual(scope: string, residual: number): void {
    this.metrics.modelResidual(scope, residual);
    if (Math.abs(residual) <= LARGEST_RESIDUAL) return;
    this.logger.warn({ scope, residual }, 'measurements are far from what the model predicts: calibrate it');
  }

  residualUnknown(error: unknown): void {
    this.logger.warn({ err: error }, 'it was not found out how far measurements are from predictions');
  }
}
