import type { ErrorText } from './text.ts'

export const flowErrors = {
  POLICY_UNKNOWN_TABLE: {
    status: 422,
    zh: '策略中的表 {table} 不在该产品里；产品的表有：{known}。',
    en: 'Table {table} of the policy is not in the product; its tables are: {known}.',
  },
  POLICY_UNKNOWN_COLUMN: {
    status: 422,
    zh: '策略中的列 {table}.{column} 不存在。',
    en: 'Column {table}.{column} of the policy does not exist.',
  },
  POLICY_JOIN_LEVEL: {
    status: 422,
    zh: '连接键 {table}.{column} 须定为「连接」「身份」「分组」或「开放」级。',
    en: 'Join key {table}.{column} must have the level join, identity, group or open.',
  },
  POLICY_NOTHING_USABLE: {
    status: 422,
    zh: '策略没有开放任何可用的列；至少把一列定为「开放」「分组」「度量」或「身份」。',
    en: 'The policy opens no usable column; give at least one the level open, group, measure or identity.',
  },
  POLICY_TERM_PAST: {
    status: 422,
    zh: '使用期限须在将来。',
    en: 'The term of use must lie in the future.',
  },
  PRODUCT_NOT_PUBLISHED: {
    status: 409,
    zh: '产品尚未上架或已下架，不能要约。',
    en: 'The product is not published (or was withdrawn) and cannot be offered.',
  },
  OFFER_NOT_OPEN: { status: 409, zh: '该要约已撤回。', en: 'This offer was withdrawn.' },
  OFFER_NOT_FOR_YOU: {
    status: 403,
    zh: '该要约没有面向您的机构。',
    en: 'This offer is not addressed to your body.',
  },
  BODY_ROLE_MISSING: {
    status: 403,
    zh: '本机构在空间里没有「{role}」角色，不能做这件事；请联系运营方登记。',
    en: 'Your body does not have the role {role} in this space; ask the operator to register it.',
  },
  OFFER_OWN: {
    status: 409,
    zh: '不能申请使用本机构自己的产品。',
    en: 'A body cannot request its own product.',
  },
  PURPOSE_NOT_OFFERED: {
    status: 422,
    zh: '用途「{purpose}」不在要约允许之列；允许：{allowed}。',
    en: 'Purpose {purpose} is not among those offered; allowed: {allowed}.',
  },
  PROJECT_OTHER_PURPOSE: {
    status: 422,
    zh: '该项目的用途是「{purpose}」；一个项目只有一个用途，请新建项目。',
    en: 'This project has the purpose {purpose}; a project has one purpose: start a new one.',
  },
  REQUEST_ANSWERED: {
    status: 409,
    zh: '该申请已有结论（{state}）。',
    en: 'This request was already answered ({state}).',
  },
  CONTRACT_STATE: {
    status: 409,
    zh: '合约现为「{state}」，不能{action}。',
    en: 'The contract is {state}; {action} is not possible.',
  },
  CONTRACT_USED_UP: {
    status: 409,
    zh: '合约的 {limit} 次运行已用完或已被占用。',
    en: 'All {limit} runs of the contract are used or leased.',
  },
  POLICY_BELOW_GRADE: {
    status: 422,
    zh: '列 {table}.{column} 定为“{level}”，低于其分级 {grade} 的底线；该级别只允许：{floor}。请收紧策略，或由数据专员更正分级。',
    en: 'Column {table}.{column} has level {level}, looser than its grade {grade} allows: {floor}. Tighten it, or correct the grade.',
  },
  POLICY_OFFER_NAMED: {
    status: 422,
    zh: '表 {table} 的分级 {grade} 不允许面向所有主体要约。请指定使用方。',
    en: 'The grade {grade} of table {table} does not allow an offer to any body. Name the consumers.',
  },
  POLICY_OFFER_NONE: {
    status: 422,
    zh: '表 {table} 的分级是 {grade}，不得要约。请换一张表，或由数据专员重新认定。',
    en: 'Table {table} is graded {grade} and cannot be offered. Use another table, or have the decision reviewed.',
  },
  PROJECT_ENDED: {
    status: 409,
    zh: '该项目已结束，密钥已销毁。请新建项目。',
    en: 'This project has ended and its key is destroyed. Start a new project.',
  },
} as const satisfies Record<string, ErrorText>
