"""The flavor API's check of extra specs, each by itself."""
import jsonschema
from nova import exception
from nova.api.openstack.compute.schemas import flavors_extraspecs
from nova.api.validation.extra_specs import validators

BODY = jsonschema.Draft4Validator(flavors_extraspecs.create)


def refusal(name, value):
    """The exception with which POST /flavors/{id}/os-extra_specs would refuse the pair, or None."""
    try:
        BODY.validate({"extra_specs": {name: value}})
        validators.validate(name, value)
    except (jsonschema.ValidationError, exception.ValidationError) as error:
        return error
    return None


def first_refused(specs):
    return next((error for error in (refusal(*pair) for pair in specs.items()) if error is not None), None)


def judge_all(specs):
    refusals = {name: refusal(name, value) for name, value in specs.items()}
    return {name: None if error is None else str(error) for name, error in refusals.items()}
