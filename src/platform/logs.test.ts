import { expect, test } from 'vitest'
import { createLogger, redact, redactText } from './logs.ts'

function capture(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = ''
  write(createLogger('info', { write: (line: string) => (text += line) }))
  return text
}

test('secret and personal members are replaced however deep and however written', () => {
  const text = capture((log) =>
    log.info({
      user: 'u1',
      headers: { Authorization: 'Bearer abc', 'set-cookie': 'sid=1' },
      row: { psn_name: '张三', certno: 'X', deep: [{ PSN_NO: '7', TEL: '1' }] },
      databaseUrl: 'postgres://u:p@h/d',
    }),
  )
  expect(JSON.parse(text)).toMatchObject({
    level: 'info',
    user: 'u1',
    headers: { Authorization: '[redacted]', 'set-cookie': '[redacted]' },
    row: { psn_name: '[redacted]', deep: [{ PSN_NO: '[redacted]', TEL: '[redacted]' }] },
  })
  for (const secret of ['张三', 'sid=1', 'abc', 'u:p@']) expect(text).not.toContain(secret)
})

test('identity and mobile numbers, tokens and passwords are removed from texts, ids and times stay', () => {
  expect(redactText('值 11010519491231002X 与 13812345678')).toBe('值 [id-number] 与 [mobile]')
  expect(redactText('postgresql://xinyu:p%40ss@host/x')).toBe('postgresql://xinyu:[password]@host/x')
  expect(redactText('Authorization: Bearer eyJhbGciOi.x-y')).toBe('Authorization: Bearer [token]')
  const harmless = 'run 0190f3a2-1111-7000-8000-110105194912 at 1790000000000 hash a13812345678b'
  expect(redactText(harmless)).toBe(harmless)
})

test('an error of the database driver shows its code and constraint, not the row', () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('at 13812345678') }), {
    code: '23505',
    constraint: 'person_pkey',
    detail: 'Key (certno)=(11010519491231002X) already exists.',
    parameters: ['张三'],
  })
  const text = capture((log) => log.error({ err: error }, 'failed for 13812345678'))
  expect(JSON.parse(text)).toMatchObject({
    msg: 'failed for [mobile]',
    err: { message: expect.stringContaining('duplicate key'), code: '23505', constraint: 'person_pkey' },
  })
  for (const secret of ['张三', '1101051949', '13812345678']) expect(text).not.toContain(secret)
})

test('a value that refers to itself ends', () => {
  const value: Record<string, unknown> = { a: 1 }
  value.self = value
  expect(JSON.stringify(redact(value))).toContain('[deep]')
})
