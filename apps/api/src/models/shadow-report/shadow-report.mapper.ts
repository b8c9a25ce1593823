import type { ComparedDevice, DeviceForecast } from '@iopath/core';
import type { ReportedDecision, ShadowReport } from '@iopath/usecases';
import { SHIPPED_VERSION } from '../model.mapper';
import { predictionShifts } from './prediction-shifts';
import type { ChangedDecisionDto, ComparedDeviceDto, DeviceForecastDto, ShadowReportDto } from './shadow-report.dto';

export function fromShadowReport(version: string, report: ShadowReport): ShadowReportDto {
  const { decisions } = report;
  const changed = decisions.filter(({ changesHost, changesPath }) => changesHost || changesPath);
  return {
    version,
    active_version: report.active ?? SHIPPED_VERSION,
    decisions: decisions.length,
    left_out: report.leftOut,
    other_host: decisions.filter(({ changesHost }) => changesHost).length,
    other_path: decisions.filter(({ changesPath }) => changesPath).length,
    predictions: predictionShifts(decisions.flatMap(({ devices }) => devices)),
    changed: changed.map(fromReported),
  };
}

function fromReported({
  recommendationId,
  name,
  devices,
  changesHost,
  changesPath,
}: ReportedDecision): ChangedDecisionDto {
  return {
    recommendation_id: recommendationId,
    name,
    host: changesHost,
    path: changesPath,
    devices: devices.map(fromDevice),
  };
}

function fromDevice({ member, device, before, after }: ComparedDevice): ComparedDeviceDto {
  return { member, device, active: fromForecast(before), shadow: fromForecast(after) };
}

function fromForecast(forecast: DeviceForecast | null): DeviceForecastDto | null {
  if (forecast === null) return null;
  return {
    host_name: forecast.hostName,
    path: forecast.path,
    p50_us: forecast.p50Us,
    p99_us: forecast.p99Us,
    throughput_mbps: forecast.throughputMbps,
    throughput_mibps: forecast.throughputMibps,
  };
}
