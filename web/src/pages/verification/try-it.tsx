import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useHasRole } from '../../api/session.ts'
import { useVerify, type VerifyAnswerView, type VerifyKindView } from '../../api/verification.ts'
import { downloadText } from '../../lib/download.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { sampleOf } from './example.ts'
import { bandText } from './words.ts'

const NUMBERS = new Set(['months', 'year'])

/** One real question: it counts, and the person sees it. */
export function TryIt({ kind, contractId }: { readonly kind: VerifyKindView; readonly contractId: string }) {
  const { t } = useFormat()
  const has = useHasRole()
  const verify = useVerify(kind.path)
  const [certno, setCertno] = useState('')
  const [asked, setAsked] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(sampleOf(kind)).map(([key, value]) => [key, String(value)])),
  )
  const body = () => ({
    contractId,
    certno: certno.trim(),
    ...Object.fromEntries(
      Object.entries(asked).map(([key, value]) => [key, NUMBERS.has(key) ? Number(value) : value.trim()]),
    ),
  })
  return (
    <Form layout="vertical" onFinish={() => verify.mutate(body())}>
      <p className="muted">{t('verification.tryHint')}</p>
      <Form.Item label={t('verification.certno')} htmlFor="verify-certno">
        <Input
          id="verify-certno"
          value={certno}
          onChange={({ target }) => setCertno(target.value)}
          autoComplete="off"
        />
      </Form.Item>
      {kind.asks.map((ask) => (
        <Form.Item key={ask} label={t(`verification.ask.${ask}`)} htmlFor={`verify-${ask}`}>
          <Input
            id={`verify-${ask}`}
            value={asked[ask] ?? ''}
            onChange={({ target }) => setAsked({ ...asked, [ask]: target.value })}
          />
        </Form.Item>
      ))}
      <Action
        primary
        loading={verify.isPending}
        whyNot={
          !has('developer')
            ? t('verification.whyNot.role')
            : certno.trim().length < 6 && t('verification.whyNot.certno')
        }
        onClick={() => verify.mutate(body())}
      >
        {t('verification.send')}
      </Action>
      <div aria-live="polite" style={{ marginTop: 12 }}>
        {verify.error && <Problem error={verify.error} />}
        {verify.data && !verify.error && <Reply reply={verify.data} />}
      </div>
    </Form>
  )
}

function Reply({ reply }: { readonly reply: VerifyAnswerView }) {
  const { t } = useFormat()
  const { answer } = reply
  const said =
    answer.form === 'yes_no'
      ? t(answer.yes ? 'common.yes' : 'common.no')
      : answer.form === 'score'
        ? t('verification.points', { score: answer.score })
        : answer.band
          ? bandText(answer.band, t)
          : t('verification.unknown')
  return (
    <div className="stack tight">
      <p className="why ok">
        <b className="head">{said}</b>
      </p>
      <div className="row">
        <Button
          onClick={() =>
            downloadText(
              `${reply.runId}.receipt.json`,
              `${JSON.stringify(reply.receipt)}\n`,
              'application/json',
            )
          }
        >
          {t('result.receipt')}
        </Button>
        <Link to={`/runs/${reply.runId}`}>{t('result.open')}</Link>
      </div>
    </div>
  )
}
