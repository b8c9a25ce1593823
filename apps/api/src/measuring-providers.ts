import type { Provider } from '@nestjs/common';
import type { ApiPorts } from './api.module';
import {
  BenchmarkTools,
  CalibrateModel,
  ChooseModel,
  ObserveAllocation,
  SubmitBenchmark,
  ValidateVersion,
  WatchResiduals,
} from '@iopath/usecases';
import { ResidualLog } from '@iopath/observability';
import { seriesId } from './benchmarks/series-id';
import { exampleTable } from './charts/example-table';

/** What is measured, and what the model learns of it. */
export function measuringProviders(ports: ApiPorts): Provider[] {
  const { hosts, benchmarks: store } = ports;
  return [
    {
      provide: SubmitBenchmark,
      inject: [BenchmarkTools],
      useFactory: (tools: BenchmarkTools) => new SubmitBenchmark({ hosts, store, tools, idOf: seriesId }),
    },
    {
      provide: ValidateVersion,
      inject: [BenchmarkTools],
      useFactory: (tools: BenchmarkTools) => new ValidateVersion({ ...ports, tools, table: exampleTable }),
    },
    {
      provide: ObserveAllocation,
      useFactory: () => new ObserveAllocation({ ...ports, store, idOf: seriesId, clock: Date.now }),
    },
    {
      provide: CalibrateModel,
      inject: [BenchmarkTools],
      useFactory: (tools: BenchmarkTools) => new CalibrateModel({ ...ports, tools }),
    },
    {
      provide: WatchResiduals,
      inject: [BenchmarkTools],
      useFactory: (tools: BenchmarkTools) =>
        new WatchResiduals({ ...ports, tools, observer: new ResidualLog(ports.logger, ports.metrics) }),
    },
    { provide: ChooseModel, useFactory: () => new ChooseModel(ports.models) },
  ];
}
