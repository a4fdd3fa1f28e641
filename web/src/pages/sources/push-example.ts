interface ExampleTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** A message that can be sent as it stands, with empty values for the sender to fill. */
export function curlExample(address: string, table: ExampleTable | undefined): string {
  const name = table?.name ?? 'table'
  const row = Object.fromEntries((table?.columns ?? []).slice(0, 8).map((column) => [column, '1']))
  const now = new Date()
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())]
  const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())]
  const message = {
    infno: 'XY01',
    msgid: `H00000000001${day.join('')}${time.join('')}0001`,
    inf_time: `${day.join('-')} ${time.join(':')}`,
    fixmedins_code: 'H00000000001',
    input: { [name]: [row] },
  }
  return [
    `curl -X POST '${address}' \\`,
    `  -H "Authorization: Bearer $TOKEN" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  --data-binary @- <<'JSON'`,
    JSON.stringify(message, null, 2),
    'JSON',
  ].join('\n')
}
