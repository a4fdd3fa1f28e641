import { Form, Input } from 'antd'
import { useState } from 'react'
import { type QuestionView, useAnswer, useQuestions, useRefuse } from '../../api/contests.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { ContestPage } from './contest-page.tsx'

/** Questions of the public and of those who take part: nothing is public before the organiser has looked at it. */
export function Component() {
  const { t } = useFormat()
  return <ContestPage name={t('contest.questions')}>{(id) => <Questions id={id} />}</ContestPage>
}

function Questions({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const list = useQuestions(id, { limit: 100 })
  return (
    <Loaded of={list} lines={8}>
      {({ items }) =>
        items.length === 0 ? (
          <Card>
            <Empty title={t('contest.noQuestions')} hint={t('contest.noQuestionsHint')} />
          </Card>
        ) : (
          <div className="stack">
            {items.map((one) => (
              <Question key={one.id} id={id} one={one} />
            ))}
          </div>
        )
      }
    </Loaded>
  )
}

const MEANING = { waiting: 'warn', published: 'ok', refused: 'none' } as const

function Question({ id, one }: { readonly id: string; readonly one: QuestionView }) {
  const { t, name } = useFormat()
  const organises = useHasRole()('data_officer')
  const [open, setOpen] = useState(one.state === 'waiting')
  return (
    <Card
      extra={
        <span className="row">
          <Chip meaning={MEANING[one.state]}>{t(`contest.questionState.${one.state}`)}</Chip>
          <span className="faint">
            {t(one.byEntrant ? 'contest.byEntrant' : 'contest.byReader')} · <When at={one.askedAt} />
          </span>
        </span>
      }
      title={<span className="break">{one.text}</span>}
    >
      {one.state === 'published' && !open && <p className="break">{name(one.answerZh, one.answerEn)}</p>}
      {organises && !open && <Action onClick={() => setOpen(true)}>{t('contest.answerAgain')}</Action>}
      {organises && open && <Answer id={id} one={one} onDone={() => setOpen(false)} />}
    </Card>
  )
}

interface AnswerProps {
  readonly id: string
  readonly one: QuestionView
  readonly onDone: () => void
}

function Answer({ id, one, onDone }: AnswerProps) {
  const { t } = useFormat()
  const answer = useAnswer(id)
  const refuse = useRefuse(id)
  const [text, setText] = useState(one.text)
  const [answerZh, setZh] = useState(one.answerZh)
  const [answerEn, setEn] = useState(one.answerEn)
  const ready = text.trim() !== '' && answerZh.trim() !== ''
  const area = (key: string, label: string, value: string, most: number, set: (value: string) => void) => (
    <Form.Item label={label} htmlFor={`${key}-${one.id}`}>
      <Input.TextArea
        id={`${key}-${one.id}`}
        value={value}
        maxLength={most}
        autoSize={{ minRows: 2 }}
        onChange={({ target }) => set(target.value)}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" component="div">
      {area('text', t('contest.shownQuestion'), text, 500, setText)}
      <div className="grid g11">
        {area('zh', t('contest.answerZh'), answerZh, 1500, setZh)}
        {area('en', t('contest.answerEn'), answerEn, 1500, setEn)}
      </div>
      {answer.error ? <Problem error={answer.error} /> : null}
      {refuse.error ? <Problem error={refuse.error} /> : null}
      <span className="row">
        <Action
          primary
          whyNot={!ready && t('contest.answerFirst')}
          loading={answer.isPending}
          onClick={() =>
            answer.mutate(
              { question: one.id, text: text.trim(), answerZh: answerZh.trim(), answerEn: answerEn.trim() },
              { onSuccess: onDone },
            )
          }
        >
          {t('contest.publishAnswer')}
        </Action>
        {one.state !== 'refused' && (
          <Action
            danger
            loading={refuse.isPending}
            onClick={() => refuse.mutate(one.id, { onSuccess: onDone })}
          >
            {t('contest.refuseQuestion')}
          </Action>
        )}
      </span>
    </Form>
  )
}
