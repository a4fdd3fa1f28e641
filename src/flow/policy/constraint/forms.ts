import {
  DELIVERIES,
  ENCRYPTIONS,
  ENVIRONMENTS,
  OPERANDS,
  type Operand,
  type Operator,
} from '../vocabulary.ts'
import { parseDayWindow, parseDuration, parseInstant, parseRate, parseWhole } from './duration.ts'
import { parseExpression, parseField } from './expression.ts'
import { parseNetwork } from './network.ts'

export type Form = (typeof OPERANDS)[Operand]['form']

/** GB/T 2260: two digits of a province, four of a city, six of a county. */
const REGION = /^[1-9]\d(?:\d{2}(?:\d{2})?)?$/
/**
 * Names of terminals, sites and connectors. Letters, digits and a few signs alone: what a party writes here stands in
 * the text that people sign, and must not be able to end its sentence and begin another.
 */
const PLACE = /^[\p{L}\p{N}][\p{L}\p{N} _.\-#]{0,119}$/u
const ARTEFACT = /^[\p{L}\p{N}][\p{L}\p{N}_.\-/+]{0,119}(?:@sha256:[0-9a-f]{64})?$/u
const among = (codes: readonly string[]) => (text: string) => codes.includes(text)

const FORMS: Readonly<Record<Form, (text: string, operator: Operator) => boolean>> = {
  instant: (text) => parseInstant(text) !== null,
  window: (text, operator) =>
    operator === 'lt' || operator === 'lteq' ? parseDuration(text) !== null : parseDayWindow(text) !== null,
  region: (text) => REGION.test(text),
  network: (text) => parseNetwork(text) !== null,
  place: (text) => PLACE.test(text),
  number: (text) => parseWhole(text) !== null,
  rate: (text) => parseRate(text) !== null,
  field: (text) => parseField(text) !== null,
  expression: (text) => parseExpression(text) !== null,
  artefact: (text) => ARTEFACT.test(text),
  environment: among(ENVIRONMENTS),
  encryption: among(ENCRYPTIONS),
  delivery: among(DELIVERIES),
  money: (text) => parseWhole(text) !== null,
}

/** Is one value written as this operand needs it? The form of a time window depends on the operator. */
export const hasForm = (operand: Operand, operator: Operator, value: string): boolean =>
  FORMS[OPERANDS[operand].form](value, operator)

/** One right way to write a value of each form, for messages and inputs. */
export const FORM_EXAMPLE: Readonly<Record<Form, string>> = {
  instant: '2026-12-31T23:59:59+08:00',
  window: 'P30D / T08:00/T18:00',
  region: '31',
  network: '10.1.0.0/16',
  place: 'terminal-01',
  number: '1000',
  rate: '100/PT1H',
  field: 'setl_d.insutype',
  expression: "setl_d.insutype = '310'",
  artefact: 'xgboost-1.2',
  environment: ENVIRONMENTS.join(' '),
  encryption: ENCRYPTIONS.join(' '),
  delivery: DELIVERIES.join(' '),
  money: '10000',
}
