import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { POLICY_TEMPLATES } from '../../../../../src/flow/policy/template/data.ts'
import { filledParts, wrongParameter } from '../../../../../src/flow/policy/template/fill.ts'
import { withParts } from '../../../../../src/flow/policy/template/merge.ts'
import type { PolicyTemplate, TemplateParameter } from '../../../../../src/flow/policy/template/model.ts'
import { ACTIONS, ENVIRONMENTS } from '../../../../../src/flow/policy/vocabulary.ts'
import { ACTION_WORDS, ENVIRONMENT_WORDS } from '../../../../../src/flow/policy/words.ts'
import { useBodies } from '../../../api/bodies.ts'
import { useFormat } from '../../../lib/use-format.ts'
import type { PolicyDraft } from '../draft.ts'

interface Props {
  readonly value: PolicyDraft
  readonly onChange: (value: PolicyDraft) => void
  readonly fields: readonly string[]
}

/** A template, its parameters, and what it will add. */
export function InsertTemplate({ value, onChange, fields }: Props) {
  const { t, name } = useFormat()
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState(POLICY_TEMPLATES[0]!.code)
  const [given, setGiven] = useState<Readonly<Record<string, string[]>>>({})
  const [tried, setTried] = useState(false)
  const template = POLICY_TEMPLATES.find((one) => one.code === code)!
  const wrong = wrongParameter(template, given)
  const choose = (next: string) => {
    setCode(next)
    setGiven({})
    setTried(false)
  }
  const insert = () => {
    if (wrong !== null) return setTried(true)
    onChange(withParts(value, filledParts(template, given)))
    setOpen(false)
    choose(code)
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('builder.templates')}
      </Button>
      <Modal
        open={open}
        title={t('builder.templatesTitle')}
        okText={t('builder.insert')}
        cancelText={t('common.cancel')}
        onOk={insert}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form layout="vertical" component="div">
          <p className="muted">{t('builder.templatesHint')}</p>
          <Form.Item
            label={t('builder.template')}
            htmlFor="template"
            extra={name(template.sayZh, template.sayEn)}
          >
            <Select
              id="template"
              showSearch={{ optionFilterProp: 'label' }}
              value={code}
              onChange={choose}
              options={POLICY_TEMPLATES.map((one) => ({ value: one.code, label: name(one.zh, one.en) }))}
            />
          </Form.Item>
          {template.parameters.map((parameter) => (
            <Parameter
              key={`${template.code}.${parameter.name}`}
              template={template}
              parameter={parameter}
              value={given[parameter.name] ?? []}
              onChange={(next) => setGiven({ ...given, [parameter.name]: next })}
              wrong={tried && wrong === parameter.name}
              fields={fields}
            />
          ))}
        </Form>
      </Modal>
    </>
  )
}

interface ParameterProps {
  readonly template: PolicyTemplate
  readonly parameter: TemplateParameter
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  readonly wrong: boolean
  readonly fields: readonly string[]
}

function Parameter({ template, parameter, value, onChange, wrong, fields }: ParameterProps) {
  const { t, name } = useFormat()
  const options = useChoices(parameter, fields)
  const id = `parameter-${template.code}-${parameter.name}`
  const example = t('builder.problem.template', { example: parameter.example.join(', ') })
  const common = { id, status: wrong ? ('error' as const) : undefined }
  return (
    <Form.Item
      label={name(parameter.zh, parameter.en)}
      htmlFor={id}
      extra={wrong ? <span role="alert">{example}</span> : undefined}
    >
      {parameter.many ? (
        <Select
          {...common}
          mode={options ? 'multiple' : 'tags'}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={parameter.example.join(', ')}
          value={[...value]}
          onChange={(next: string[]) => onChange(next)}
          options={options ?? []}
          open={options ? undefined : false}
        />
      ) : (
        <Input
          {...common}
          placeholder={parameter.example[0]}
          value={value[0] ?? ''}
          onChange={({ target }) => onChange(target.value ? [target.value] : [])}
        />
      )}
    </Form.Item>
  )
}

function useChoices({ form }: TemplateParameter, fields: readonly string[]) {
  const { name, pick } = useFormat()
  const { data: bodies } = useBodies()
  switch (form) {
    case 'field':
      return fields.map((one) => ({ value: one, label: one }))
    case 'action':
      return ACTIONS.map((one) => ({ value: one as string, label: pick(ACTION_WORDS[one]) }))
    case 'environment':
      return ENVIRONMENTS.map((one) => ({ value: one as string, label: pick(ENVIRONMENT_WORDS[one]) }))
    case 'body':
      return (bodies?.items ?? []).map(({ id, nameZh, nameEn }) => ({
        value: id,
        label: name(nameZh, nameEn),
      }))
    default:
      return null
  }
}
