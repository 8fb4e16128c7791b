"""YAML files in, question sets and located problems out. The only room that knows YAML."""
