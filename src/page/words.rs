//! The words of tables and sentences in the languages that documentation is published in.
//!
//! Translators keep the anchors of headings, the code and the names; what they translate is the column titles, "possible
//! values are", "required", "read-only" and the names of the basic types. English comes first, then German, Spanish, French,
//! Italian, Dutch, Portuguese, Russian, Japanese and Chinese, all in lower case.

/// Titles of a column that holds names.
pub(super) const NAME: &[&str] = &[
    "property",
    "properties",
    "property name",
    "name",
    "field",
    "attribute",
    "relationship",
    "relationships",
    "relationship name",
    "parameter",
    "parameters",
    "parameter name",
    "query parameter",
    "required parameter",
    "optional parameter",
    "argument",
    "eigenschaft",
    "eigenschaftenname",
    "eigenschaftsname",
    "beziehung",
    "beziehungsname",
    "parametername",
    "abfrageparameter",
    "propiedad",
    "nombre",
    "nombre de la propiedad",
    "relación",
    "nombre de la relación",
    "parámetro",
    "nombre del parámetro",
    "parámetro de consulta",
    "propriété",
    "nom",
    "nom de la propriété",
    "relation",
    "paramètre",
    "nom du paramètre",
    "proprietà",
    "nome",
    "relazione",
    "parametro",
    "eigenschap",
    "naam",
    "relatie",
    "propriedade",
    "nome da propriedade",
    "relação",
    "nome da relação",
    "parâmetro",
    "nome do parâmetro",
    "parâmetro de consulta",
    "свойство",
    "имя",
    "имя свойства",
    "связь",
    "имя связи",
    "отношение",
    "параметр",
    "имя параметра",
    "параметр запроса",
    "プロパティ",
    "プロパティ名",
    "名前",
    "リレーションシップ",
    "リレーションシップ名",
    "パラメーター",
    "パラメーター名",
    "クエリ パラメーター",
    "属性",
    "属性名称",
    "属性名",
    "名称",
    "关系",
    "关系名称",
    "参数",
    "参数名称",
    "查询参数",
];

/// Titles of a column that holds types.
pub(super) const TYPE: &[&str] = &[
    "type",
    "data type",
    "typ",
    "datentyp",
    "tipo",
    "tipo de datos",
    "tipo de dados",
    "type de données",
    "tipo di dati",
    "gegevenstype",
    "тип",
    "тип данных",
    "型",
    "種類",
    "データ型",
    "类型",
    "数据类型",
];

/// Titles of a column that holds values, which are types where a request body is described.
pub(super) const VALUE: &[&str] =
    &["value", "wert", "valor", "valeur", "valore", "waarde", "значение", "値", "值"];

/// Titles of a column that says whether something is required.
pub(super) const REQUIRED: &[&str] = &[
    "required",
    "required?",
    "is required",
    "erforderlich",
    "obligatorio",
    "requerido",
    "obligatoire",
    "requis",
    "obbligatorio",
    "vereist",
    "obrigatório",
    "necessário",
    "обязательный",
    "必須",
    "是否必需",
    "是否必填",
    "必需",
    "必填",
];

/// Titles of a column that describes.
pub(super) const DESCRIPTION: &[&str] = &[
    "description",
    "comments",
    "notes",
    "remarks",
    "beschreibung",
    "descripción",
    "descrizione",
    "beschrijving",
    "descrição",
    "описание",
    "説明",
    "说明",
    "描述",
    "value",
    "values",
];

/// Prefixes and suffixes of a type's name that say "collection of".
pub(super) const COLLECTION_OF: &[&str] = &[
    "collection of ",
    "array of ",
    "list of ",
    "sammlung von objekten des typs ",
    "collection von objekten des typs ",
    "sammlung von ",
    "auflistung von ",
    "colección de ",
    "colección ",
    "collection de ",
    "raccolta di ",
    "verzameling van ",
    "coleção de ",
    "coleção ",
    "коллекция объектов ",
    "коллекция ",
];

/// Before a type's name in brackets.
pub(super) const IN_COLLECTION: &[&str] = &[
    "collection(",
    "sammlung(",
    "colección(",
    "raccolta(",
    "coleção(",
    "коллекция(",
    "コレクション(",
    "集合(",
];

/// See [`COLLECTION_OF`].
pub(super) const OF_COLLECTION: &[&str] = &[
    "collection",
    "-sammlung",
    "-auflistung",
    "sammlung",
    "auflistung",
    " коллекция",
    "のコレクション",
    "コレクション",
    "集合",
    "[]",
];

/// "Read-only", where it is said without a condition.
pub(super) const READ_ONLY: &[&str] = &[
    "read-only",
    "read only",
    "readonly",
    "schreibgeschützt",
    "solo lectura",
    "lecture seule",
    "sola lettura",
    "alleen-lezen",
    "somente leitura",
    "только для чтения",
    "только чтение",
    "読み取り専用",
    "只读",
];

/// "Required", as a sentence of its own.
pub(super) const IS_REQUIRED: &[&str] = &[
    "required",
    "erforderlich",
    "obligatorio",
    "obligatoria",
    "requerido",
    "requerida",
    "necesario",
    "obligatoire",
    "requis",
    "obbligatorio",
    "vereist",
    "obrigatório",
    "obrigatória",
    "необходимый",
    "обязательный",
    "обязательно",
    "обязательное",
    "обязательное свойство",
    "必須",
    "必須です",
    "必需",
    "必填",
];

/// "Optional", as a sentence of its own.
pub(super) const IS_OPTIONAL: &[&str] = &[
    "optional",
    "not required",
    "opcional",
    "facultatif",
    "facultative",
    "facoltativo",
    "optioneel",
    "необязательный",
    "необязательно",
    "необязательное",
    "省略可能",
    "省略可能です",
    "オプション",
    "可选",
];

/// "Not nullable".
pub(super) const NOT_NULLABLE: &[&str] = &[
    "not nullable",
    "non-nullable",
    "non nullable",
    "not be null",
    "cannot be null",
    "can't be null",
    "lässt keine nullwerte zu",
    "keine nullwerte",
    "no acepta valores null",
    "não anulável",
    "не допускает значения null",
    "null 許容ではありません",
    "null は許容されません",
    "不可为空",
    "不可为 null",
    "不可为null",
];

/// "Nullable".
pub(super) const NULLABLE: &[&str] = &[
    "nullable",
    "can be null",
    "may be null",
    "null if ",
    "null when ",
    "null unless ",
    "null for ",
    "or null",
    "is null",
    "lässt nullwerte zu",
    "acepta valores null",
    "anulável",
    "допускает значения null",
    "null 許容",
    "可为空",
    "可为 null",
    "可为null",
];

/// Several members in one value.
pub(super) const MULTI_VALUED: &[&str] =
    &["multi-valued", "multivalued", "flags", "comma-separated", "combination of"];
