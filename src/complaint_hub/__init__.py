"""All complaints of an Indonesian local government in one typed model: followed up, answered, measured."""

__all__: list[str] = []
