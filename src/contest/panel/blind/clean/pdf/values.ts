/** What PDF files are made of (ISO 32000-1 §7.3). */
export type Value = null | boolean | number | Name | Text | Ref | Value[] | Dict

export interface Name {
  readonly name: string
}
export interface Text {
  readonly text: Buffer
}
export interface Ref {
  readonly ref: number
}
export type Dict = Map<string, Value>

export interface Stream {
  readonly dict: Dict
  readonly raw: Buffer
}

export type Item = Value | Stream

export const isDict = (value: unknown): value is Dict => value instanceof Map
export const isName = (value: unknown): value is Name =>
  typeof value === 'object' && value !== null && 'name' in value
export const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'text' in value
export const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' && value !== null && 'ref' in value
export const isStream = (item: unknown): item is Stream =>
  typeof item === 'object' && item !== null && 'raw' in item
export const nameOf = (value: Value | undefined): string | null => (isName(value) ? value.name : null)
