//! Words that headers of files of any origin use for our fields: in English and Chinese, and the
//! usual ones of some European languages.
//!
//! Compared without case, spaces, punctuation and units in brackets. The first path of a word
//! wins within a subject; which subject a file is of is decided in the module above.

use crate::exchange::target::Subject;

/// Path and words, these with spaces between.
pub(super) type Synonyms = &'static [(&'static str, &'static str)];

/// What every record has.
const COMMON: Synonyms = &[
    (
        "owner",
        "owner salesperson salesrep salesrepresentative salesagent assignedto assignee accountmanager accountowner dealowner contactowner leadowner companyowner responsible salesowner vertriebsmitarbeiter 负责人 所有人 销售 销售人员 销售代表 业务员 客户经理 跟进人 归属人",
    ),
    ("tags", "tags tag labels label 标签 客户标签"),
    (
        "created_at",
        "createdat created createddate createdate creationdate createdon dateadded 创建时间 创建日期 录入时间 erstelltam angelegtam datedecreation fechadecreacion",
    ),
    (
        "currency",
        "currency currencycode currencyisocode 币种 货币",
    ),
];

const CUSTOMER: Synonyms = &[
    (
        "emails",
        "email emailaddress mail emails primaryemail workemail businessemail contactemail emailadresse 邮箱 电子邮箱 电子邮件 邮件 email地址 邮箱地址 联系邮箱 courriel correo correoelectronico",
    ),
    (
        "emails.home",
        "personalemail homeemail privateemail 个人邮箱",
    ),
    (
        "emails.other",
        "email2 secondaryemail otheremail alternateemail 备用邮箱",
    ),
    (
        "phones",
        "phone phonenumber telephone tel phones primaryphone workphone businessphone contactphone contactphonenumber phone1 telefon 电话 联系电话 电话号码 联系方式 办公电话 固定电话 座机 公司电话 telefonnummer telefono",
    ),
    (
        "phones.mobile",
        "mobile mobilephone mobilenumber cell cellphone cellnumber handy 手机 手机号 手机号码 移动电话 mobil mobiltelefon portable movil cellulare",
    ),
    ("phones.home", "homephone privatephone"),
    ("phones.other", "phone2 otherphone secondaryphone 备用电话"),
    ("phones.fax", "fax faxnumber 传真"),
    (
        "addresses.street",
        "address street streetaddress address1 addressline1 mailingaddress mailingstreet billingstreet strasse 地址 详细地址 联系地址 公司地址 街道 anschrift adresse rue direccion calle indirizzo",
    ),
    (
        "addresses.city",
        "city town mailingcity billingcity ort stadt suburb 城市 所在城市 市 ville ciudad citta wohnort",
    ),
    (
        "addresses.region",
        "state province region stateprovince stateregion county bundesland 省 省份 所在省份 地区 区域 provincia",
    ),
    (
        "addresses.postal",
        "zip zipcode postcode postalcode zippostalcode plz 邮编 邮政编码 postleitzahl codepostal codigopostal cap",
    ),
    (
        "addresses.country",
        "country countryregion nation land officelocation 国家 国家地区 pays pais paese",
    ),
    (
        "website",
        "website web url websiteurl homepage webpage site 网址 网站 公司网址 官网 webseite siteweb sitioweb sitoweb",
    ),
    (
        "industry",
        "industry sector branch branche vertical 行业 所属行业 客户行业 secteur settore",
    ),
    (
        "lifecycle",
        "lifecycle lifecyclestage customerstatus 生命周期 生命周期阶段 客户状态",
    ),
    ("lead_status", "leadstatus 线索状态 跟进状态"),
    (
        "source",
        "source leadsource originalsource 来源 客户来源 线索来源 herkunft quelle",
    ),
    ("rating", "rating leadrating 客户级别 客户等级 等级"),
    (
        "description",
        "description notes note comments comment remarks about background bemerkung notiz 备注 描述 说明 客户备注 简介 bemerkungen notizen remarques commentaires notas",
    ),
    ("do_not_call", "donotcall 请勿致电"),
    ("preferred_language", "language preferredlanguage 语言"),
    (
        "next_follow_up",
        "nextfollowup followupdate nextcontact 下次跟进时间 下次联系时间 下次跟进日期",
    ),
];

const COMPANY: Synonyms = &[
    (
        "name",
        "account accountname company companyname customer customername client clientname organization organisation organizationname business businessname firma kunde name 客户名称 公司名称 企业名称 单位名称 公司 客户 客户名 名称 单位 unternehmen firmenname kundenname societe raisonsociale entreprise empresa azienda",
    ),
    ("legal_name", "legalname registeredname 工商名称 注册名称"),
    (
        "domain",
        "domain domainname companydomain companydomainname emaildomain 域名",
    ),
    (
        "type",
        "type accounttype customertype companytype 客户类型 类型",
    ),
    (
        "size",
        "size employees numberofemployees noofemployees employeecount headcount mitarbeiter staff 员工人数 公司规模 人数 员工数 规模 mitarbeiterzahl effectif empleados",
    ),
    (
        "annual_revenue",
        "revenue annualrevenue turnover yearlyrevenue umsatz 年收入 年营业额 营业额 年营收 jahresumsatz chiffredaffaires facturacion fatturato",
    ),
    (
        "tax_id",
        "taxid vat vatnumber vatid taxnumber ein ustid 税号 纳税人识别号 统一社会信用代码 社会信用代码 steuernummer siret siren nif partitaiva",
    ),
    (
        "parent",
        "subsidiaryof parent parentcompany parentaccount mothercompany 母公司 上级公司 上级客户 所属集团",
    ),
];

const PERSON: Synonyms = &[
    (
        "name",
        "name fullname contactname contact person customername clientname 姓名 联系人 联系人姓名 客户姓名 名字 客户名称 ansprechpartner kontakt nomcomplet contacto",
    ),
    (
        "given_name",
        "firstname givenname given forename vorname first 名 prenom nombre nome",
    ),
    (
        "family_name",
        "lastname familyname surname nachname last 姓 姓氏 nom nomdefamille apellido apellidos cognome",
    ),
    ("salutation", "salutation honorific anrede 称呼 称谓"),
    (
        "title",
        "title jobtitle position job 职位 职务 岗位 fonction poste funktion cargo",
    ),
    ("department", "department dept abteilung 部门"),
    (
        "birthday",
        "birthday birthdate dateofbirth dob geburtstag geburtsdatum 生日 出生日期 出生年月 datedenaissance fechadenacimiento",
    ),
    (
        "companies",
        "company companyname account accountname organization organisation employer firma 公司 公司名称 所属公司 单位 企业名称 所属客户 unternehmen societe entreprise empresa azienda",
    ),
    ("companies.role", "role 角色"),
    ("reports_to", "reportsto manager 汇报对象 直属上级"),
];

const DEAL: Synonyms = &[
    (
        "name",
        "deal dealname opportunity opportunityname potentialname dealtitle name title 商机 商机名称 销售机会 机会名称 项目名称 项目",
    ),
    (
        "customer",
        "account accountname customer customername company companyname client clientname organization kunde 客户 客户名称 公司 公司名称 客户公司 firma societe empresa",
    ),
    ("people", "contact contactname primarycontact 联系人"),
    (
        "amount",
        "amount value dealvalue dealamount dealsize closevalue opportunityamount price total revenue betrag 金额 商机金额 预计金额 销售金额 成交金额 合同金额 预计销售金额 montant importe wert",
    ),
    (
        "stage",
        "stage dealstage stagename salesstage status dealstatus pipelinestage phase 阶段 商机阶段 销售阶段 状态 etape etapa",
    ),
    ("pipeline", "pipeline 销售管道 销售流程"),
    (
        "probability",
        "probability winprobability closeprobability 赢单概率 赢率 成交概率 可能性",
    ),
    (
        "expected_close",
        "closedate expectedclose expectedclosedate closingdate estimatedclosedate 预计成交日期 预计成交时间 预计签单日期 结单日期 成交日期 abschlussdatum datedecloture fechadecierre",
    ),
    (
        "closed_at",
        "closedat closeddate dateclosed wondate 实际成交日期 关闭日期 签约日期",
    ),
    (
        "started_at",
        "startedat startdate engagedate opendate opened 开始日期 立项日期",
    ),
    (
        "lost_reason",
        "lostreason closedlostreason reasonforloss lossreason 输单原因 丢单原因",
    ),
    ("type", "type dealtype opportunitytype 商机类型 类型"),
    ("next_step", "nextstep nextsteps 下一步 下一步计划"),
    ("source", "source leadsource 来源 商机来源"),
    (
        "lines.product",
        "product products productname item 产品 产品名称 商品 商品名称 意向产品",
    ),
    ("lines.quantity", "quantity qty 数量"),
    ("lines.unit_price", "unitprice 单价"),
    ("competitor", "competitor 竞争对手"),
    ("forecast_category", "forecastcategory"),
    (
        "description",
        "description notes note comments remarks 备注 描述 说明",
    ),
];

const PRODUCT: Synonyms = &[
    (
        "name",
        "product productname name item itemname title 产品 产品名称 商品 商品名称 品名 名称",
    ),
    (
        "code",
        "code sku productcode itemcode articlenumber productid partnumber 产品编号 商品编号 产品编码 sku编码 货号 型号",
    ),
    (
        "price",
        "price salesprice unitprice listprice sellingprice preis 价格 单价 售价 销售价格 标准单价",
    ),
    (
        "cost",
        "cost unitcost purchaseprice costprice 成本 成本价 进价",
    ),
    (
        "category",
        "category series family productfamily productcategory group line productline 类别 分类 产品分类 产品类别 产品类型 系列",
    ),
    ("active", "active isactive onsale 是否上架 启用 在售"),
    (
        "description",
        "description notes productdescription 描述 说明 备注 产品描述",
    ),
];

const OWNER: Synonyms = &[
    (
        "name",
        "salesagent salesperson salesrep salesrepresentative owner ownername name fullname username user employee employeename agent rep 姓名 负责人 销售人员 销售 业务员 员工姓名 员工",
    ),
    ("email", "email emailaddress mail workemail 邮箱 电子邮箱"),
    ("role", "role jobtitle 角色"),
    ("active", "active isactive enabled 在职 启用"),
];

const ACTIVITY: Synonyms = &[
    ("kind", "activitytype type kind 活动类型 跟进方式 类型"),
    (
        "subject",
        "subject title tasktitle task topic name 主题 标题 任务 任务名称",
    ),
    (
        "body",
        "body content description notes note comments text 内容 跟进内容 描述 备注",
    ),
    (
        "about",
        "customer account accountname company companyname relatedto deal 客户 客户名称 关联客户",
    ),
    (
        "participants",
        "contact contactname participant participants attendee 联系人 参与人",
    ),
    (
        "at",
        "date datetime time activitydate start starttime 日期 时间 跟进时间 开始时间",
    ),
    ("due", "due duedate deadline 截止日期 到期日 截止时间"),
    ("status", "status taskstatus 状态 任务状态"),
    ("priority", "priority 优先级"),
    ("duration", "duration minutes durationminutes 时长"),
    ("direction", "direction 方向"),
    ("outcome", "outcome result 结果 跟进结果"),
    (
        "done_at",
        "doneat completed completedat completiondate completeddate closedtime 完成时间",
    ),
    ("remind_at", "reminder remindat 提醒时间"),
];

const TRANSACTION: Synonyms = &[
    (
        "number",
        "number ordernumber invoicenumber transactionnumber orderno invoiceno orderid invoiceid transactionid reference 订单号 订单编号 订单id 发票号 单号 流水号 交易号",
    ),
    (
        "kind",
        "kind transactiontype documenttype 交易类型 单据类型",
    ),
    (
        "customer",
        "customer customername account accountname client company companyname buyer 客户 客户名称 购买方 买家",
    ),
    (
        "date",
        "date orderdate invoicedate transactiondate paymentdate purchasedate 日期 订单日期 下单时间 下单日期 交易日期 开票日期 付款日期",
    ),
    (
        "amount",
        "amount total price value totalamount ordertotal grandtotal revenue sales gmv 金额 订单金额 总金额 实付金额 交易金额 付款金额",
    ),
    ("cost", "cost 成本"),
    ("status", "status orderstatus paymentstatus 状态 订单状态"),
    ("channel", "channel saleschannel 渠道 销售渠道"),
    ("deal", "deal opportunity 商机"),
    (
        "lines.product",
        "product productname item sku 产品 产品名称 商品 商品名称 产品类型",
    ),
    ("lines.quantity", "quantity qty units cds 数量"),
    ("lines.unit_price", "unitprice 单价"),
    ("description", "description notes memo 备注 描述"),
];

/// The words for the fields of a subject; those more particular first.
pub(super) fn of(subject: Subject) -> [Synonyms; 3] {
    match subject {
        Subject::Company => [COMPANY, CUSTOMER, COMMON],
        Subject::Person | Subject::Lead => [PERSON, CUSTOMER, COMMON],
        Subject::Deal => [DEAL, COMMON, &[]],
        Subject::Product => [PRODUCT, COMMON, &[]],
        Subject::Owner => [OWNER, &[], &[]],
        Subject::Activity | Subject::Task | Subject::Note | Subject::Call | Subject::Meeting => {
            [ACTIVITY, COMMON, &[]]
        }
        Subject::Transaction => [TRANSACTION, COMMON, &[]],
    }
}

/// Words that tell an id of a subject's own records.
pub(super) fn id_words(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Company => &[
            "id",
            "recordid",
            "accountid",
            "companyid",
            "customerid",
            "clientid",
            "externalid",
            "客户id",
            "客户编号",
            "客户编码",
            "公司编号",
        ],
        Subject::Person => &[
            "id",
            "recordid",
            "recid",
            "contactid",
            "personid",
            "customerid",
            "externalid",
            "客户id",
            "客户编号",
            "联系人编号",
            "会员号",
        ],
        Subject::Lead => &[
            "id",
            "recordid",
            "leadid",
            "externalid",
            "线索编号",
            "线索id",
        ],
        Subject::Deal => &[
            "id",
            "recordid",
            "opportunityid",
            "dealid",
            "externalid",
            "商机编号",
            "商机id",
            "项目编号",
        ],
        Subject::Product => &["id", "recordid", "externalid", "产品id", "商品id"],
        Subject::Owner => &[
            "id",
            "userid",
            "ownerid",
            "employeeid",
            "externalid",
            "工号",
            "员工编号",
        ],
        Subject::Activity | Subject::Task | Subject::Note | Subject::Call | Subject::Meeting => &[
            "id",
            "recordid",
            "activityid",
            "taskid",
            "externalid",
            "活动编号",
        ],
        Subject::Transaction => &["id", "recordid", "externalid", "记录编号"],
    }
}

/// Words that tell that a column refers to a customer by the id it has in the source.
pub(super) const CUSTOMER_ID_WORDS: &[&str] = &[
    "customerid",
    "accountid",
    "companyid",
    "clientid",
    "客户id",
    "客户编号",
    "客户编码",
];

/// Headers of names of people who work for whoever wrote the file.
pub(super) const COLLEAGUE_WORDS: &[&str] = &[
    "salesagent",
    "salesperson",
    "salesrep",
    "salesrepresentative",
    "agent",
    "rep",
    "ownername",
    "username",
    "employee",
    "employeename",
    "销售人员",
    "业务员",
    "员工姓名",
    "员工",
    "工号",
];

/// Words in file names and, as whole headers, that tell what the rows are.
pub(super) fn name_words(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Company => &[
            "account", "compan", "organi", "customer", "client", "客户", "公司", "企业", "kunden",
            "firmen",
        ],
        Subject::Person => &["contact", "people", "person", "联系人", "人员", "kontakte"],
        Subject::Lead => &["lead", "线索"],
        Subject::Deal => &[
            "deal",
            "opportunit",
            "pipeline",
            "potential",
            "商机",
            "机会",
        ],
        Subject::Product => &["product", "item", "article", "catalog", "产品", "商品"],
        Subject::Owner => &[
            "team",
            "owner",
            "user",
            "agent",
            "salespeople",
            "reps",
            "员工",
            "销售人员",
            "团队",
        ],
        Subject::Activity => &["activit", "engagement", "跟进", "活动"],
        Subject::Task => &["task", "todo", "任务"],
        Subject::Note => &["note", "笔记"],
        Subject::Call => &["call", "电话记录"],
        Subject::Meeting => &["meeting", "会议"],
        Subject::Transaction => &[
            "transaction",
            "order",
            "invoice",
            "payment",
            "sales_data",
            "订单",
            "交易",
            "发票",
            "付款",
        ],
    }
}
