import { useFormat } from '../lib/use-format.ts'

/** Choices whose words live in the texts under `<prefix>.<value>`. */
export function useOptions(): (
  prefix: string,
  values: readonly string[],
) => { value: string; label: string }[] {
  const { t } = useFormat()
  return (prefix, values) => values.map((value) => ({ value, label: t(`${prefix}.${value}`) }))
}
